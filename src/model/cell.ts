import type { PackedHistogram } from './packed-histogram.ts';

/** All that one series saw of the requests that started in one slot and ended in another. Times in ms since t0. */
export interface Cell {
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  /** Samples with a time; a refused dial has none. Sum, min, max and histogram are over these. Of gauges, all. */
  readonly timed: number;
  /** In thousandths of the metric's unit (µs for times), like min, max and the histogram. Of a gauge, its last value. */
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Counts by bucket, see `histogram.ts`. Empty for counters, rates and gauges. */
  readonly histogram: PackedHistogram;
  /** Rates: how many of `count` were not zero. */
  readonly nonzero: number;
}

/** Whether a cell may be as it says: what a disk has changed may still read as numbers. */
export function isPossible({ startMs, endMs, count, timed, nonzero, sum, min, max }: Cell): boolean {
  return (
    startMs <= endMs &&
    count >= 0 &&
    count <= Number.MAX_SAFE_INTEGER &&
    timed >= 0 &&
    timed <= count &&
    nonzero >= 0 &&
    nonzero <= count &&
    Number.isFinite(sum) &&
    min <= max
  );
}
