import { bucketBounds } from '../model/histogram.ts';
import type { Tally } from './tally.ts';

/** A value, and the interval that is sure to hold the true one. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function exactly(value: number): Estimate {
  return { value, low: value, high: value };
}

/**
 * The nearest-rank percentile of the timed samples, in thousandths; null when there are none.
 *
 * The value is the middle of its bucket, the interval the bucket, both clipped to the extremes that were seen.
 *
 * @param endless how many samples more there are that are longer than any
 */
export function percentile(tally: Tally, percent: number, endless = 0): Estimate | null {
  const { timed, min, max, buckets, first } = tally;
  const all = timed + endless;
  if (all === 0) return null;
  // 1e-9: 99.9 % of 1000 is rank 999, whatever the product of the two floats is.
  const rank = Math.min(all, Math.max(1, Math.ceil((percent * all) / 100 - 1e-9)));
  if (rank > timed) return exactly(Infinity);
  let seen = belowBuckets(tally);
  if (rank <= seen) return { value: min, low: min, high: Math.min(max, 0) };
  for (let k = 0; k < buckets.length; k++) {
    seen += buckets[k] ?? 0;
    if (seen >= rank) {
      const { lower, upper } = bucketBounds(first + k);
      const clip = (value: number) => Math.min(max, Math.max(min, value));
      return { value: clip((lower + upper) / 2), low: clip(lower), high: clip(upper) };
    }
  }
  return exactly(max);
}

/** How many timed samples are certainly above `limit`, in thousandths. */
export function countAbove(tally: Tally, limit: number): number {
  let above = 0;
  tally.buckets.forEach((count, k) => {
    if (count > 0 && bucketBounds(tally.first + k).lower >= limit) above += count;
  });
  return above === 0 && tally.max > limit ? 1 : above;
}

/** How many timed samples are certainly below `limit`, in thousandths. */
export function countBelow(tally: Tally, limit: number): number {
  let below = tally.min < limit ? belowBuckets(tally) : 0;
  tally.buckets.forEach((count, k) => {
    if (count > 0 && bucketBounds(tally.first + k).upper < limit) below += count;
  });
  return below === 0 && tally.min < limit ? 1 : below;
}

/**
 * Samples of zero have no bucket. A histogram that lacks samples although none was zero is damaged; those count as
 * the slowest, so that what is missing can never make a percentile better.
 */
function belowBuckets({ timed, min, buckets }: Tally): number {
  return min > 0 ? 0 : Math.max(0, timed - buckets.reduce((total, count) => total + count, 0));
}
