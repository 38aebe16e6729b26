import { expect, test } from 'vitest';
import { estimate } from './statistics.ts';

/** Ranks from tables of the distribution-free interval of a median at 95 %. */
test.each([
  [6, 1, 6],
  [10, 2, 9],
  [12, 3, 10],
  [20, 6, 15],
])('of %i values the interval goes from rank %i to %i', (n, low, high) => {
  const values = Array.from({ length: n }, (_, index) => index + 1);
  expect(estimate(values.reverse())).toEqual({ median: (n + 1) / 2, low, high, n });
});

test('five values have no interval', () => {
  expect(() => estimate([1, 2, 3, 4, 5])).toThrow(RangeError);
});
