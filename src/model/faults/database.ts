import { formatDuration } from '../duration.ts';

/** What can be done to a PostgreSQL database from within. */
export type DatabaseAction =
  /** Its connections are ended: once, or again every so many ms. */
  | { readonly kind: 'terminate-connections'; readonly everyMs: number | null }
  /** Whoever touches the table waits. */
  | { readonly kind: 'lock-table'; readonly table: string }
  /** Connections are used up until so many are left. */
  | { readonly kind: 'exhaust-connections'; readonly leave: number }
  /** Nothing can be written. */
  | { readonly kind: 'read-only' };

type Describe = { [K in DatabaseAction['kind']]: (action: Extract<DatabaseAction, { kind: K }>, on: string) => string };

const describe: Describe = {
  'terminate-connections': ({ everyMs }, on) =>
    `connections of ${on} terminated${everyMs === null ? '' : ` every ${formatDuration(everyMs)}`}`,
  'lock-table': ({ table }, on) => `table ${table} of ${on} locked`,
  'exhaust-connections': ({ leave }, on) => `connections of ${on} used up${leave === 0 ? '' : ` but ${leave}`}`,
  'read-only': (_action, on) => `${on} read-only`,
};

export function isDatabaseAction(action: { readonly kind: string }): action is DatabaseAction {
  return Object.hasOwn(describe, action.kind);
}

/** `table orders of db locked`. */
export function describeDatabase(action: DatabaseAction, database: string): string {
  // The map above pairs every kind with its own action.
  return (describe[action.kind] as (action: DatabaseAction, on: string) => string)(action, database);
}
