import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { theilSen } from './theil-sen.ts';
import { seeded } from './testing/record-builder.ts';

/** Of n points on a line with noise (sum of twelve uniform numbers: nearly normal). */
function noisy(n: number, slope: number, seed: number): [number, number][] {
  const random = seeded(seed);
  const noise = () => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  return Array.from({ length: n }, (_, x) => [x, slope * x + noise()]);
}

describe('the slope of points', () => {
  it('is the median of the slopes of all pairs', () => {
    const points = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: -99, max: 99 })), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(points, (drawn) => {
        const pairs = drawn.flatMap((a) => drawn.filter((b) => b[0] > a[0]).map((b) => (b[1] - a[1]) / (b[0] - a[0])));
        const value = theilSen(drawn)?.value ?? null;
        if (pairs.length === 0) expect(value).toBeNull();
        else {
          const below = pairs.filter((slope) => slope < (value ?? NaN) - 1e-9).length;
          const above = pairs.filter((slope) => slope > (value ?? NaN) + 1e-9).length;
          expect(Math.max(below, above)).toBeLessThanOrEqual(pairs.length / 2);
        }
      }),
    );
  });

  it('is that of the line, whatever single points say', () => {
    const line = Array.from({ length: 30 }, (_, x): [number, number] => [x, 3 * x + (x === 7 ? 1e6 : 0)]);
    expect(theilSen(line)).toMatchObject({ value: 3, low: 3, high: 3 });
  });

  it('has an interval around that of the published example', () => {
    // Sen 1968: 4, and with 93 % between 26/7 and 35/8. With 95 %, rounded outwards, it is one slope more at each end.
    const years = [1, 2, 3, 4, 10, 12, 18];
    const found = theilSen([9, 15, 19, 20, 45, 55, 78].map((y, index) => [years[index] ?? 0, y]));
    expect(found).toEqual({ value: 4, low: 11 / 3, high: 5 });
  });

  it('has a narrower interval where values are tied, and none with five points that are not', () => {
    // By hand: 10 values, 5 of them the same, give a variance of (2250 - 300) / 18, and 45 slopes the 12th and the 34th.
    const of = (values: readonly number[]) => theilSen(values.map((y, x) => [x, y]));
    expect(of([0, 0, 0, 0, 0, 1, 3, 6, 10, 15])).toMatchObject({ low: 0.25, high: 2.5 });
    expect(of([0, 0, 1, 2, 3])).toMatchObject({ low: 0, high: 1 });
    expect(of([0, 1, 2, 3, 4])).toMatchObject({ low: -Infinity, high: Infinity });
  });

  it('lies in its interval in 95 of 100 cases', () => {
    const runs = 1000;
    let missed = 0;
    for (let seed = 0; seed < runs; seed++) {
      const { low = 0, high = 0 } = theilSen(noisy(30, 0.1, seed)) ?? {};
      if (low > 0.1 || high < 0.1) missed += 1;
    }
    expect(missed / runs).toBeGreaterThan(0.02);
    expect(missed / runs).toBeLessThan(0.07);
  });

  it('is not known without two points that differ in time, and hardly with three', () => {
    expect(theilSen([])).toBeNull();
    expect(theilSen([[1, 2], [1, 3]])).toBeNull(); // prettier-ignore
    expect(theilSen(noisy(3, 1, 1))).toMatchObject({ low: -Infinity, high: Infinity });
  });
});
