/**
 * A fixed-scale exponential histogram, as the recorder in k6 writes it.
 *
 * Bucket `i` holds values in (2^(i/32), 2^((i+1)/32)]. One scale for all means that histograms of any two
 * seconds, steps or machines add up exactly; the price is a relative error of at most ±1.1 %.
 */
export const bucketsPerOctave = 32;

/** Half the width of a bucket, relative to its middle. */
export const relativeError = (2 ** (1 / bucketsPerOctave) - 1) / (2 ** (1 / bucketsPerOctave) + 1);

/** The bounds of bucket `index`: exclusive lower, inclusive upper. */
export function bucketBounds(index: number): { lower: number; upper: number } {
  return { lower: 2 ** (index / bucketsPerOctave), upper: 2 ** ((index + 1) / bucketsPerOctave) };
}

/** The bucket that holds `value`, which must be above 0. */
export function bucketOf(value: number): number {
  return Math.ceil(Math.log2(value) * bucketsPerOctave) - 1;
}
