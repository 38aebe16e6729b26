import { expect, test } from 'vitest';
import { binomialTail } from './binomial.ts';

test.each([
  [4, 20, 0.05, 0.01590153],
  [3, 20, 0.05, 0.07548367],
  [1, 1, 0.05, 0.05],
  [2, 2, 0.05, 0.0025],
  [1, 59, 0.05, 1 - 0.95 ** 59],
  [10, 10, 0.5, 0.5 ** 10],
  [5, 9, 0.5, 0.5],
])('P(X >= %d | n = %d, p = %d)', (k, n, p, expected) => {
  expect(binomialTail(k, n, p)).toBeCloseTo(expected, 8);
});

test('agrees with adding up every outcome', () => {
  for (const p of [0.001, 0.05, 0.3, 0.9]) {
    for (let n = 1; n <= 12; n++) {
      const chance = Array<number>(n + 1).fill(0);
      for (let outcome = 0; outcome < 2 ** n; outcome++) {
        const hits = outcome.toString(2).replaceAll('0', '').length;
        chance[hits] = (chance[hits] ?? 0) + p ** hits * (1 - p) ** (n - hits);
      }
      for (let k = 0; k <= n; k++) {
        expect(binomialTail(k, n, p)).toBeCloseTo(
          chance.slice(k).reduce((a, b) => a + b, 0),
          10,
        );
      }
    }
  }
});

test('keeps to the edges', () => {
  expect(binomialTail(0, 10, 0)).toBe(1);
  expect(binomialTail(1, 10, 0)).toBe(0);
  expect(binomialTail(11, 10, 0.5)).toBe(0);
  expect(binomialTail(3, 10, 1)).toBe(1);
  expect(binomialTail(2900, 2995, 0.001)).toBeLessThan(1e-300);
});
