import { rowIndex, type Taker } from '../model/feeder.ts';
import type { FeederSettings } from './settings.ts';

/** A k6 SharedArray: each row is parsed when it is read. */
export type Source = Readonly<Record<number, unknown>>;

const none: Record<string, unknown> = {};

/** The row of each feeder for one pass, looked up when it is asked for. */
export function rowsFor(
  taker: Taker,
  feeders: Readonly<Record<string, FeederSettings>>,
  sources: readonly Source[],
): Record<string, unknown> {
  const entries = Object.entries(feeders);
  if (entries.length === 0) return none;
  const rows: Record<string, unknown> = {};
  for (const [name, feeder] of entries) {
    let row: unknown;
    Object.defineProperty(rows, name, {
      enumerable: true,
      get: () => (row ??= sources[feeder.source]?.[rowIndex(feeder, taker)]),
    });
  }
  return rows;
}
