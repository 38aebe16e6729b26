import type { Fault, FaultTiming } from '../fault.ts';
import { placed } from '../place.ts';
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

/** What can be done to a `postgres` service from within. */
export interface DatabaseVerbs<S extends string, Step extends string> {
  /** The server ends every connection but ours. */
  readonly terminateConnections: (database: S, options: FaultTiming<Step> & TerminateConnectionsOptions) => Fault;
  /** Whoever reads or writes the table waits. With `flapping`, pulses: queries that are slow now and then. */
  readonly lockTable: (database: S, options: FaultTiming<Step> & LockTableOptions) => Fault;
  /** Connections that are there stay; new ones are refused. */
  readonly exhaustConnections: (database: S, options: FaultTiming<Step> & ExhaustConnectionsOptions) => Fault;
  /** Writes fail, as on a standby. Connections are ended at its beginning and end, for all to be so at once. */
  readonly readOnly: (database: S, options: FaultTiming<Step>) => Fault;
}

export const databaseVerbs: DatabaseVerbs<string, string> = {
  terminateConnections: (on, options) => ({ kind: 'terminate-connections', on, ...options, ...placed() }),
  lockTable: (on, options) => ({ kind: 'lock-table', on, ...options, ...placed() }),
  exhaustConnections: (on, options) => ({ kind: 'exhaust-connections', on, ...options, ...placed() }),
  readOnly: (on, options) => ({ kind: 'read-only', on, ...options, ...placed() }),
};
