import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketPercentile } from './bucket-quantile.ts';

const bounds = [10, 20, 50, 100, Infinity];

function bucketsOf(values: readonly number[]) {
  return bounds.map((bound, index) => ({
    bound,
    count: values.filter((value) => value <= bound && value > (bounds[index - 1] ?? -Infinity)).length,
  }));
}

describe('a percentile of buckets', () => {
  it('lies between the bounds of the bucket that holds it', () => {
    const values = fc.array(fc.double({ min: 0.1, max: 200, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 99 }), (drawn, percent) => {
        const sorted = [...drawn].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil((percent * drawn.length) / 100 - 1e-9)) - 1] ?? NaN;
        const { value = NaN, low = NaN, high = NaN } = bucketPercentile(bucketsOf(drawn), percent) ?? {};
        expect(exact).toBeLessThanOrEqual(high);
        expect(exact).toBeGreaterThanOrEqual(low);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('is interpolated, and beyond the last bound only known from below', () => {
    expect(bucketPercentile([{ bound: 10, count: 10 }], 50)).toEqual({ value: 5, low: 0, high: 10 });
    expect(bucketPercentile(bucketsOf([300]), 50)).toEqual({ value: 100, low: 100, high: Infinity });
    expect(bucketPercentile(bucketsOf([]), 50)).toBeNull();
  });
});
