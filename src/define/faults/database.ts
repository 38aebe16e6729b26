import type { Fault, FaultTiming } from '../fault.ts';
import { placed } from '../place.ts';
import type { Kinds, OfKind } from '../target.ts';
import type { Duration } from '../time.ts';

export interface TerminateConnectionsOptions {
  /** Again so often while the fault is on. @default once, at its beginning */
  readonly every?: Duration;
}

export interface LockTableOptions {
  /** Its name as the database has it, with its schema where it is not on the search path: `orders`, `shop.orders`. */
  readonly table: string;
}

export interface ExhaustConnectionsOptions {
  /** So many stay free. @default 0 */
  readonly leave?: number;
}

export interface ReplicaLagOptions {
  /** How far behind its primary it is. @default it stands still, and is further and further behind */
  readonly by?: Duration;
}

/** What can be done from within: to a `postgres`, a `pgbouncer` or a `redis` service. */
export interface DatabaseVerbs<K extends Kinds, Step extends string> {
  /** The server ends every connection but ours. */
  readonly terminateConnections: (
    database: OfKind<K, 'postgres'>,
    options: FaultTiming<Step> & TerminateConnectionsOptions,
  ) => Fault;
  /** Whoever reads or writes the table waits. With `flapping`, pulses: queries that are slow now and then. */
  readonly lockTable: (database: OfKind<K, 'postgres'>, options: FaultTiming<Step> & LockTableOptions) => Fault;
  /** Connections that are there stay; new ones are refused. */
  readonly exhaustConnections: (
    database: OfKind<K, 'postgres'>,
    options: FaultTiming<Step> & ExhaustConnectionsOptions,
  ) => Fault;
  /** Writes fail, as on a standby. Connections are ended at its beginning and end, for all to be so at once. */
  readonly readOnly: (database: OfKind<K, 'postgres'>, options: FaultTiming<Step>) => Fault;
  /** What is read from a replica (`replicaOf`) is old. */
  readonly replicaLag: (replica: OfKind<K, 'postgres'>, options: FaultTiming<Step> & ReplicaLagOptions) => Fault;
  /** PgBouncer's PAUSE: transactions under way end, queries after them wait until it goes on. */
  readonly pausePool: (pool: OfKind<K, 'pgbouncer'>, options: FaultTiming<Step>) => Fault;
  /** Redis answers reads, and lets writes wait, as in a failover. */
  readonly pauseWrites: (redis: OfKind<K, 'redis'>, options: FaultTiming<Step>) => Fault;
  /** Redis has no memory left and evicts nothing: writes that need some fail (OOM), reads and deletions do not. */
  readonly memoryFull: (redis: OfKind<K, 'redis'>, options: FaultTiming<Step>) => Fault;
}

export const databaseVerbs: DatabaseVerbs<Kinds, string> = {
  terminateConnections: (on, options) => ({ kind: 'terminate-connections', on, ...options, ...placed() }),
  lockTable: (on, options) => ({ kind: 'lock-table', on, ...options, ...placed() }),
  exhaustConnections: (on, options) => ({ kind: 'exhaust-connections', on, ...options, ...placed() }),
  readOnly: (on, options) => ({ kind: 'read-only', on, ...options, ...placed() }),
  replicaLag: (on, options) => ({ kind: 'replica-lag', on, ...options, ...placed() }),
  pausePool: (on, options) => ({ kind: 'pause-pool', on, ...options, ...placed() }),
  pauseWrites: (on, options) => ({ kind: 'pause-writes', on, ...options, ...placed() }),
  memoryFull: (on, options) => ({ kind: 'memory-full', on, ...options, ...placed() }),
};
