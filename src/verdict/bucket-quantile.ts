import type { Estimate } from './quantile.ts';

/** How many observations lie at or below an upper bound and above the one before; the last bound may be Infinity. */
export interface BoundedCount {
  readonly bound: number;
  readonly count: number;
}

/**
 * The nearest-rank percentile of what a Prometheus histogram counted; null when it counted nothing. The interval is the
 * bucket that it lies in, the value is interpolated within it.
 *
 * @param buckets by rising bounds
 */
export function bucketPercentile(buckets: readonly BoundedCount[], percent: number): Estimate | null {
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  const rank = Math.min(all, Math.max(1, Math.ceil((percent * all) / 100 - 1e-9)));
  let [below, low] = [0, Math.min(0, buckets[0]?.bound ?? 0)];
  for (const { bound, count } of buckets) {
    if (below + count >= rank) {
      const value = bound === Infinity ? low : low + ((bound - low) * (rank - below)) / count;
      return { value, low, high: bound };
    }
    [below, low] = [below + count, bound];
  }
  return null;
}
