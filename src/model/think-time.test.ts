import { describe, expect, it } from 'vitest';
import type { PlannedThink } from './plan.ts';
import { seededRandom } from './random.ts';
import { thinkTimes } from './think-time.ts';

const thinks = (planned: PlannedThink): number[] => {
  const random = seededRandom(1);
  return Array.from({ length: 100_000 }, () => thinkTimes(planned)(random)).sort((a, b) => a - b);
};
const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)]!;

describe('thinkTimes', () => {
  it('always gives the same where there is no range', () => {
    expect(new Set(thinks({ kind: 'uniform', fromMs: 250, toMs: 250 }))).toEqual(new Set([250]));
  });

  it('is even between its bounds', () => {
    const drawn = thinks({ kind: 'uniform', fromMs: 1000, toMs: 3000 });
    expect(drawn[0]).toBeGreaterThanOrEqual(1000);
    expect(drawn.at(-1)).toBeLessThanOrEqual(3000);
    for (const share of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      expect(Math.abs(quantile(drawn, share) - (1000 + 2000 * share))).toBeLessThan(20);
    }
  });

  it('has the median and the p95 of its lognormal distribution, and no tail beyond the longest', () => {
    const sigma = Math.log(10_000 / 2000) / 1.6448536269514722;
    const drawn = thinks({ kind: 'lognormal', medianMs: 2000, sigma, mostMs: 40_000 });
    expect(Math.abs(quantile(drawn, 0.5) / 2000 - 1)).toBeLessThan(0.02);
    expect(Math.abs(quantile(drawn, 0.95) / 10_000 - 1)).toBeLessThan(0.02);
    // As far below the median as the p95 is above it.
    expect(Math.abs(quantile(drawn, 0.05) / 400 - 1)).toBeLessThan(0.02);
    expect(drawn.at(-1)).toBe(40_000);
    expect(quantile(drawn, 0.99)).toBeLessThan(40_000);
  });

  it('repeats itself with its source of chance', () => {
    const planned: PlannedThink = { kind: 'lognormal', medianMs: 100, sigma: 1, mostMs: 1000 };
    expect(thinkTimes(planned)(seededRandom(7, 3, 0))).toBe(thinkTimes(planned)(seededRandom(7, 3, 0)));
    expect(thinkTimes(planned)(seededRandom(7, 3, 0))).not.toBe(thinkTimes(planned)(seededRandom(7, 3, 1)));
  });
});
