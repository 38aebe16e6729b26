import type { Duration } from './time.ts';

/** How the writes of a ledger are read back after the run, from the service itself and through no fault proxy. */
export type Audit<S extends string = string> =
  | ({ readonly kind: 'rows'; readonly on: S; readonly query: string } & AuditOptions)
  | ({ readonly kind: 'lines'; readonly on: S; readonly path: `/${string}` } & AuditOptions);

export interface AuditOptions {
  /**
   * How long after the load it is read back: for a target that acknowledges before it has written, as with a queue. What
   * is not there by then is lost.
   *
   * @default '0s'
   */
  readonly after?: Duration;
}

/**
 * Reads back from a PostgreSQL database: a `select` of a column `key` and, where values are compared, a column `value`.
 * `{run}` stands for the run's id, with which the keys of this run begin.
 *
 * @example rows('db', "select idempotency_key as key from orders where idempotency_key like '{run}%'")
 */
export function rows<const S extends string>(on: S, query: string, options: AuditOptions = {}): Audit<S> {
  return { ...options, kind: 'rows', on, query };
}

/**
 * Reads back from a service by GET. Its answer is a line of JSON for each write: `"<key>"`, or
 * `{"key":"<key>","value":"<value>"}`. `{run}` in the path stands for the run's id.
 */
export function lines<const S extends string>(on: S, path: `/${string}`, options: AuditOptions = {}): Audit<S> {
  return { ...options, kind: 'lines', on, path };
}
