import { rowIndex, type Taker } from '../model/feeder.ts';
import type { FeederSettings } from './settings.ts';

/** A k6 SharedArray: each row is parsed when it is read. */
export type Source = Readonly<Record<number, unknown>>;

/** The row of each feeder for the pass under way, looked up when it is asked for, and once a pass. */
export function rowsFor(
  taker: Taker,
  feeders: Readonly<Record<string, FeederSettings>>,
  sources: readonly Source[],
): Record<string, unknown> {
  const rows: Record<string, unknown> = {};
  for (const [name, feeder] of Object.entries(feeders)) {
    let row: unknown;
    let rowOf = -1;
    Object.defineProperty(rows, name, {
      enumerable: true,
      get() {
        if (rowOf !== taker.pass) row = sources[feeder.source]?.[rowIndex(feeder, taker)];
        rowOf = taker.pass;
        return row;
      },
    });
  }
  return rows;
}
