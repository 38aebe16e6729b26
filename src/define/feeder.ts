import { placed, type Placed } from './place.ts';

/** One line of a file of data, by column. */
export type Row = Readonly<Record<string, string>>;

export interface FeederOptions {
  /**
   * `unique`: each user has a row of its own and keeps it; there must be as many rows as users. `round-robin`: one row
   * after the other. `random`: by the scenario's seed.
   */
  readonly order: 'unique' | 'round-robin' | 'random';
}

/** Rows of a file for the passes of users. Only k6 reads rows; all its users share one copy. */
export interface Feeder<R = Row> extends Placed, FeederOptions {
  readonly proofload: 'feeder';
  readonly file: string;
  /** Never there; it carries the type of a row. */
  readonly row?: R;
}

/**
 * Data for users: a CSV file with a header line, or a JSON file with a list of objects. The path is relative to the
 * file that says so. `feeder<{ email: string }>('accounts.csv', { order: 'unique' })`
 */
export function feeder<R = Row>(file: `${string}.csv` | `${string}.json`, options: FeederOptions): Feeder<R> {
  return { proofload: 'feeder', file, ...options, ...placed() };
}
