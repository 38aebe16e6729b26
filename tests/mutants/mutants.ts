/** A defect that is planted on purpose, and the objective of slo.yaml that is meant to see it. */
export interface Mutant {
  readonly defect: string;
  /** How much of it: the service says in which unit. @default 1 */
  readonly dose?: number;
  /** Experiment that it is tried in: one of proofload.config.ts. */
  readonly experiment: Experiment;
  readonly seenBy: string;
}

export const experiments = [
  'calm',
  'db-hang',
  'db-cuts',
  'advisor-hang',
  'lost-replies',
  'api-killed',
  'api-restarted',
] as const;

export type Experiment = (typeof experiments)[number];

export const mutants = [
  // Latency.
  { defect: 'slow-search', dose: 800, experiment: 'calm', seenBy: 'search is fast' },
  { defect: 'slow-search', dose: 500, experiment: 'calm', seenBy: 'search is fast' },
  { defect: 'slow-receipt', dose: 600, experiment: 'calm', seenBy: 'receipts are fast' },
  { defect: 'slow-tenth-of-items', experiment: 'calm', seenBy: 'items are fast' },
  { defect: 'slow-three-percent', experiment: 'calm', seenBy: 'few answers are slow' },
  { defect: 'stall', dose: 2000, experiment: 'calm', seenBy: 'it never stands still' },
  { defect: 'stall', dose: 3000, experiment: 'calm', seenBy: 'it never stands still' },
  { defect: 'slower-with-users', experiment: 'calm', seenBy: 'home is fast' },
  { defect: 'orders-one-by-one', experiment: 'calm', seenBy: 'orders are fast' },
  { defect: 'some-requests-hang', experiment: 'calm', seenBy: 'nothing hangs' },
  // Errors and wrong answers.
  { defect: 'failing-orders', dose: 5, experiment: 'calm', seenBy: 'orders are answered well' },
  { defect: 'failing-orders', dose: 20, experiment: 'calm', seenBy: 'orders are answered well' },
  { defect: 'failing-everywhere', dose: 3, experiment: 'calm', seenBy: 'few errors' },
  { defect: 'fast-errors', experiment: 'calm', seenBy: 'searches succeed' },
  { defect: 'error-page-with-ok-status', experiment: 'calm', seenBy: 'answers are right' },
  { defect: 'empty-body', experiment: 'calm', seenBy: 'answers are right' },
  { defect: 'half-a-list', experiment: 'calm', seenBy: 'answers are right' },
  { defect: 'somebody-elses-item', experiment: 'calm', seenBy: 'answers are right' },
  // Data.
  { defect: 'lost-order', dose: 1, experiment: 'calm', seenBy: 'no order is lost' },
  { defect: 'lost-order', dose: 10, experiment: 'calm', seenBy: 'no order is lost' },
  { defect: 'order-twice', dose: 1, experiment: 'calm', seenBy: 'no order is placed twice' },
  { defect: 'order-twice', dose: 10, experiment: 'calm', seenBy: 'no order is placed twice' },
  { defect: 'order-of-nobody', experiment: 'calm', seenBy: 'no order comes from nowhere' },
  { defect: 'refused-order-placed', experiment: 'calm', seenBy: 'no refused order is placed' },
  { defect: 'another-amount', experiment: 'calm', seenBy: 'orders stay as they were placed' },
  { defect: 'stale-receipts', experiment: 'calm', seenBy: 'a receipt is there at once' },
  // Resources.
  { defect: 'small-pool', dose: 1, experiment: 'calm', seenBy: 'the pool has room' },
  { defect: 'small-pool', dose: 2, experiment: 'calm', seenBy: 'the pool has room' },
  { defect: 'pool-leak', experiment: 'calm', seenBy: 'the pool has room' },
  { defect: 'memory-leak', experiment: 'calm', seenBy: 'memory has room' },
  { defect: 'file-leak', experiment: 'calm', seenBy: 'few files are open' },
  { defect: 'busy-processor', experiment: 'calm', seenBy: 'the processor has room' },
  { defect: 'blocked-loop', experiment: 'calm', seenBy: 'the event loop is free' },
  { defect: 'slow-queries', experiment: 'calm', seenBy: 'queries are fast' },
  { defect: 'lock-queue', experiment: 'calm', seenBy: 'nobody waits for locks' },
  { defect: 'chatty-search', experiment: 'calm', seenBy: 'few queries are needed' },
  { defect: 'cold-cache', experiment: 'calm', seenBy: 'the cache is used' },
  { defect: 'hidden-retries', experiment: 'calm', seenBy: 'nothing is tried twice' },
  { defect: 'flapping-readiness', experiment: 'calm', seenBy: 'the api is ready' },
  // A database that hangs.
  { defect: 'no-timeout', experiment: 'db-hang', seenBy: 'a hanging database is given up in time' },
  { defect: 'no-stale-items', experiment: 'db-hang', seenBy: 'items are there without a database' },
  { defect: 'wrong-stale-items', experiment: 'db-hang', seenBy: 'items without a database are right' },
  { defect: 'readiness-lies', experiment: 'db-hang', seenBy: 'it is not ready without a database' },
  { defect: 'liveness-asks-database', experiment: 'db-hang', seenBy: 'the api stays alive' },
  { defect: 'slow-recovery', dose: 6, experiment: 'db-hang', seenBy: 'back to normal' },
  { defect: 'slow-recovery', dose: 60, experiment: 'db-hang', seenBy: 'back to normal' },
  // Connections to the database that are cut.
  { defect: 'no-retries', experiment: 'db-cuts', seenBy: 'reads bridge cut connections' },
  // An advisor that hangs.
  { defect: 'no-breaker', experiment: 'advisor-hang', seenBy: 'advice does not wait for the advisor' },
  { defect: 'breaker-never-closes', experiment: 'advisor-hang', seenBy: 'the breaker closes' },
  { defect: 'retry-storm', experiment: 'advisor-hang', seenBy: 'the advisor is not stormed' },
  { defect: 'no-fallback', experiment: 'advisor-hang', seenBy: 'there is advice without the advisor' },
  { defect: 'patient-with-advisor', experiment: 'advisor-hang', seenBy: 'a hanging advisor is given up in time' },
  // Replies that are lost, and an api that ends.
  { defect: 'no-idempotency', experiment: 'lost-replies', seenBy: 'no order is placed twice' },
  { defect: 'repeated-order-refused', experiment: 'lost-replies', seenBy: 'orders bridge lost replies' },
  { defect: 'write-behind', experiment: 'api-killed', seenBy: 'no order is lost' },
  { defect: 'ungraceful-stop', experiment: 'api-restarted', seenBy: 'no order is lost' },
  { defect: 'slow-start', dose: 7, experiment: 'api-restarted', seenBy: 'it is back soon' },
] as const satisfies readonly Mutant[];

export type Defect = (typeof mutants)[number]['defect'];

/** As `--target-option mutant=…` takes it; `none` is the healthy twin. */
export function nameOf({ defect, dose }: Mutant): string {
  return dose === undefined ? defect : `${defect}-${dose}`;
}
