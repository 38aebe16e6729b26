import { placed, type Placed } from './place.ts';

/** What a service is asked while the load runs. Its name in `probes` is that of a metric, which SLO files may limit. */
export interface Probe<S extends string = string> extends Placed, ReadingOptions {
  readonly proofload: 'probe';
  readonly kind: 'prometheus' | 'redis' | 'pgbouncer' | 'sql' | 'health';
  readonly on: S;
  /** Name of the reading; of SQL the statement, of health the path. */
  readonly what: string;
}

export interface ReadingOptions {
  /**
   * `level`: what it is at that moment. `count`: how often it has come; a restart of the service is seen. `histogram`:
   * a Prometheus histogram, of which percentiles are asked. @default 'level'
   */
  readonly as?: 'level' | 'count' | 'histogram';
  /** In what it is given; `s` becomes ms. @default 'number', with `of` 'share' */
  readonly unit?: 'ms' | 's' | 'number' | 'share' | 'bytes';
  /** What it is a share of: the reading of this name, or the sum of several. */
  readonly of?: string | readonly string[];
  /** Only readings with these labels; what is left of a name is added up. */
  readonly where?: Readonly<Record<string, string>>;
  /** Labels that are kept apart, each value a series of its own that is judged by itself. */
  readonly by?: readonly string[];
  /** Makes it the share of the time in which it is this value. */
  readonly is?: number;
}

function probe<const S extends string>(
  kind: Probe['kind'],
  on: S,
  what: string,
  options: ReadingOptions = {},
): Probe<S> {
  return { proofload: 'probe', kind, on, what, ...options, ...placed() };
}

/** A metric at the `metrics` path of a service: `prometheus('api', 'pool_in_use', { of: 'pool_size' })`. */
export function prometheus<const S extends string>(on: S, metric: string, options?: ReadingOptions): Probe<S> {
  return probe('prometheus', on, metric, options);
}

/** A field of Redis' INFO: `redis('cache', 'connected_clients')`. */
export function redis<const S extends string>(
  on: S,
  field: string,
  options?: Omit<ReadingOptions, 'where' | 'by'>,
): Probe<S> {
  return probe('redis', on, field, options);
}

/** A column of PgBouncer's SHOW POOLS or SHOW STATS, with the labels database and user: `pgbouncer('pool', 'cl_waiting')`. */
export function pgbouncer<const S extends string>(on: S, column: string, options?: ReadingOptions): Probe<S> {
  return probe('pgbouncer', on, column, options);
}

/** The first column that a query gives; with `by`, the other columns tell its series apart. It must be fast. */
export function sql<const S extends string>(
  on: S,
  query: string,
  options?: Omit<ReadingOptions, 'of' | 'where'>,
): Probe<S> {
  return probe('sql', on, query, options);
}

/** Whether a path answers 2xx: a share of all times that it is asked, of which a limit is the least. */
export function health<const S extends string>(on: S, path: `/${string}`): Probe<S> {
  return probe('health', on, path);
}
