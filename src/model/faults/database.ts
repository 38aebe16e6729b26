import { formatDuration } from '../duration.ts';

/** What can be done from within: to a PostgreSQL database, to a replica of one, to PgBouncer, to Redis. */
export type DatabaseAction =
  /** Its connections are ended: once, or again every so many ms. */
  | { readonly kind: 'terminate-connections'; readonly everyMs: number | null }
  /** Whoever touches the table waits. */
  | { readonly kind: 'lock-table'; readonly table: string }
  /** Connections are used up until so many are left. */
  | { readonly kind: 'exhaust-connections'; readonly leave: number }
  /** Nothing can be written. */
  | { readonly kind: 'read-only' }
  /** A replica shows what its primary was so long ago; null: what it was when the fault began. */
  | { readonly kind: 'replica-lag'; readonly byMs: number | null }
  /** Queries through the pool wait. */
  | { readonly kind: 'pause-pool' }
  /** Writes wait, reads do not. */
  | { readonly kind: 'pause-writes' }
  /** What would need memory is refused. */
  | { readonly kind: 'memory-full' };

type Describe = { [K in DatabaseAction['kind']]: (action: Extract<DatabaseAction, { kind: K }>, on: string) => string };

const describe: Describe = {
  'terminate-connections': ({ everyMs }, on) =>
    `connections of ${on} terminated${everyMs === null ? '' : ` every ${formatDuration(everyMs)}`}`,
  'lock-table': ({ table }, on) => `table ${table} of ${on} locked`,
  'exhaust-connections': ({ leave }, on) => `connections of ${on} used up${leave === 0 ? '' : ` but ${leave}`}`,
  'read-only': (_action, on) => `${on} read-only`,
  'replica-lag': ({ byMs }, on) => (byMs === null ? `${on} stands still` : `${on} ${formatDuration(byMs)} behind`),
  'pause-pool': (_action, on) => `pool ${on} paused`,
  'pause-writes': (_action, on) => `writes to ${on} paused`,
  'memory-full': (_action, on) => `memory of ${on} full`,
};

export function isDatabaseAction(action: { readonly kind: string }): action is DatabaseAction {
  return Object.hasOwn(describe, action.kind);
}

/** `table orders of db locked`. */
export function describeDatabase(action: DatabaseAction, database: string): string {
  // The map above pairs every kind with its own action.
  return (describe[action.kind] as (action: DatabaseAction, on: string) => string)(action, database);
}
