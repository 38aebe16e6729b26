import { describe, expect, it } from 'vitest';
import { bucketBounds, bucketOf, relativeError } from './histogram.ts';
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
