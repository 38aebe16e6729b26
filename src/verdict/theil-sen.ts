import type { Estimate } from './quantile.ts';

type Point = readonly [x: number, y: number];

/** Two-sided 95 %. */
const z = 1.96;

/**
 * How much y grows with x: the median of the slopes between all pairs of points, and the interval that holds the true one
 * in 95 of 100 cases; null when no two points differ in x.
 *
 * The interval is that of Sen (Estimates of the regression coefficient based on Kendall's tau, 1968), with the variance of
 * Kendall's statistic corrected for ties; its ends are rounded outwards. Single wild points move neither.
 */
export function theilSen(points: readonly Point[]): Estimate | null {
  const slopes: number[] = [];
  points.forEach(([x1, y1], index) => {
    for (const [x2, y2] of points.slice(index + 1)) if (x2 !== x1) slopes.push((y2 - y1) / (x2 - x1));
  });
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  const at = (index: number) => slopes[index] ?? NaN;
  const middle = (slopes.length - 1) / 2;
  const reach = z * Math.sqrt(kendallVariance(points.map(([, y]) => y)));
  const lower = Math.floor((slopes.length - reach) / 2) - 1;
  const upper = Math.ceil((slopes.length + reach) / 2);
  return {
    value: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: lower < 0 ? -Infinity : at(lower),
    high: upper >= slopes.length ? Infinity : at(upper),
  };
}

/** Of the number of pairs that rise less those that fall, where nothing grows (Kendall, Rank Correlation Methods). */
function kendallVariance(values: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  const term = (n: number) => n * (n - 1) * (2 * n + 5);
  const ties = [...sizes.values()].reduce((sum, size) => sum + term(size), 0);
  return (term(values.length) - ties) / 18;
}
