import { expect, test } from 'vitest';
import { bucketBounds, bucketOf, relativeError } from '../model/histogram.ts';
import { countAbove, countBelow, percentile } from './quantile.ts';
import { seeded } from './testing/record-builder.ts';
import { cellOf } from './testing/series-builder.ts';
import { Tally } from './tally.ts';

function tallyOf(values: readonly number[]): Tally {
  const tally = new Tally();
  for (const value of values) {
    const histogram = [bucketOf(value), 1];
    tally.add(cellOf({ count: 1, timed: 1, sum: value, min: value, max: value, histogram }));
  }
  return tally;
}

test('the interval holds the nearest-rank percentile, and the value is within the error', () => {
  const random = seeded(3);
  for (const n of [1, 2, 19, 20, 21, 59, 100, 1000]) {
    const values = Array.from({ length: n }, () => Math.ceil(Math.exp(random() * 12)));
    const tally = tallyOf(values);
    const sorted = values.toSorted((a, b) => a - b);
    for (const percent of [0, 1, 50, 90, 95, 99, 99.9, 100]) {
      const truth = sorted[Math.max(1, Math.ceil((percent / 100) * n - 1e-9)) - 1]!;
      const { value, low, high } = percentile(tally, percent)!;
      expect(low).toBeLessThanOrEqual(truth);
      expect(high).toBeGreaterThanOrEqual(truth);
      expect(Math.abs(value - truth) / truth).toBeLessThanOrEqual(relativeError * 1.03);
      expect(high / low).toBeLessThanOrEqual(2 ** (1 / 32) + 1e-9);
    }
  }
});

test('the rank is the nearest: p95 of 20 is the 19th', () => {
  const values = Array.from({ length: 20 }, (_, i) => 1000 * 2 ** i);
  const at = (percent: number) => bucketOf(percentile(tallyOf(values), percent)!.value);
  expect(at(95)).toBe(bucketOf(values[18]!));
  expect(at(95.1)).toBe(bucketOf(values[19]!));
  expect(at(50)).toBe(bucketOf(values[9]!));
});

test('99.9 % of 1000 is rank 999 in spite of floating point', () => {
  const values = [...Array<number>(999).fill(1000), 9_000_000];
  expect(percentile(tallyOf(values), 99.9)!.high).toBeLessThan(1100);
  expect(percentile(tallyOf(values), 99.91)!.value).toBeGreaterThan(8_000_000);
});

test('value and interval never leave what was seen', () => {
  expect(percentile(tallyOf([1000, 1001, 1002]), 50)).toEqual({ value: 1000, low: 1000, high: 1002 });
  const { lower, upper } = bucketBounds(bucketOf(1000));
  expect(percentile(tallyOf([500, 1000, 9000]), 50)).toEqual({ value: (lower + upper) / 2, low: lower, high: upper });
});

test('nothing timed, no percentile', () => {
  expect(percentile(new Tally(), 95)).toBeNull();
  const refused = new Tally();
  refused.add(cellOf({ count: 10 }));
  expect(percentile(refused, 95)).toBeNull();
  expect(refused.min).toBe(Infinity);
});

test('a cell without times leaves the extremes alone', () => {
  const tally = tallyOf([1000, 2000]);
  tally.add(cellOf({ count: 5, timed: 0, min: 0, max: 0 }));
  expect([tally.count, tally.timed, tally.min, tally.max]).toEqual([7, 2, 1000, 2000]);
});

test('zeros rank below all buckets', () => {
  const tally = tallyOf([1000, 2000]);
  tally.add(cellOf({ count: 8, timed: 8, sum: 0, min: 0, max: 0 }));
  expect(percentile(tally, 80)).toEqual({ value: 0, low: 0, high: 0 });
  expect(percentile(tally, 90)!.low).toBeGreaterThan(900);
});

test('what a damaged histogram lacks counts as slow', () => {
  const tally = new Tally();
  tally.add(cellOf({ count: 10, timed: 10, sum: 30_000, min: 1000, max: 9000, histogram: [bucketOf(1000), 5] }));
  expect(percentile(tally, 50)!.value).toBeLessThan(1100);
  expect(percentile(tally, 60)).toEqual({ value: 9000, low: 9000, high: 9000 });
});

test('sums in any order and grouping are the same', () => {
  const random = seeded(9);
  const values = Array.from({ length: 400 }, () => Math.ceil(Math.exp(random() * 14)));
  const whole = tallyOf(values);
  const parts = new Tally();
  for (let i = 390; i >= 0; i -= 10) parts.merge(tallyOf(values.slice(i, i + 10)));
  expect(parts.count).toBe(400);
  expect(parts.sum).toBe(whole.sum);
  for (let percent = 0; percent <= 100; percent += 0.5)
    expect(percentile(parts, percent)).toEqual(percentile(whole, percent));
  parts.clear();
  parts.merge(whole);
  expect(percentile(parts, 75)).toEqual(percentile(whole, 75));
});

test('counts as above only what certainly is', () => {
  const values = [1000, 1500, 2000, 2001, 4000, 8000];
  expect(countAbove(tallyOf(values), 3000)).toBe(2);
  expect(countAbove(tallyOf(values), 8000)).toBe(0);
  // A bucket begins with 2048, which is not in it.
  expect(countAbove(tallyOf([2048, 2049, 2050, 2051]), 2048)).toBe(3);
  // 2001 shares a bucket with 2000, so it may not be above; the greatest value is known exactly.
  expect(countAbove(tallyOf([2000, 2001]), 2000.5)).toBe(1);
  for (const limit of [900, 1200, 2000, 2005, 7999]) {
    expect(countAbove(tallyOf(values), limit)).toBeLessThanOrEqual(values.filter((value) => value > limit).length);
  }
});

test('samples are below a limit when all of their bucket is, and the least one when it was seen there', () => {
  expect(countBelow(tallyOf([500, 600, 1000, 2000]), 900)).toBe(2);
  expect(countBelow(tallyOf([1000, 1000, 2000]), bucketBounds(bucketOf(1000)).upper)).toBe(1);
  expect(countBelow(tallyOf([1000, 1000, 2000]), 1000)).toBe(0);
  expect(countBelow(new Tally(), 1000)).toBe(0);
  const zeros = new Tally();
  zeros.add(cellOf({ count: 3, timed: 3, min: 0, max: 0 }));
  expect([countBelow(zeros, 1), countBelow(zeros, 0)]).toEqual([3, 0]);
});
