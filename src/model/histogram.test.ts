import { describe, expect, it } from 'vitest';
import { addSparse, bucketBounds, bucketOf, relativeError, type Histogram } from './histogram.ts';
import { seededRandom } from './random.ts';

describe('buckets', () => {
  it('hold their value, with a relative error of at most 1.1 %', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 10_000; i++) {
      const value = 2 ** (random() * 40);
      const { lower, upper } = bucketBounds(bucketOf(value));
      expect(value).toBeGreaterThan(lower * (1 - 1e-12));
      expect(value).toBeLessThanOrEqual(upper * (1 + 1e-12));
      expect((upper - lower) / (upper + lower)).toBeLessThanOrEqual(relativeError + 1e-12);
    }
    expect(relativeError).toBeLessThan(0.011);
  });
});

describe('addSparse', () => {
  it('adds counts at the indexes that the gaps give', () => {
    const histogram: Histogram = new Map([[12, 1]]);
    addSparse(histogram, [10, 3, 2, 4, 5, 1]);
    expect([...histogram].sort(([a], [b]) => a - b)).toEqual([
      [10, 3],
      [12, 5],
      [17, 1],
    ]);
  });
});
