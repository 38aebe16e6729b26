/** A median and an interval that holds the true one, whatever the distribution. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/**
 * The median with the narrowest interval between two of the values, as far from either end, that holds the true median in
 * 95 of 100 cases: how many values lie below it is binomial with p = 1/2 (exact order statistics).
 *
 * @throws RangeError below 6 values, of which not even the whole range does
 */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  if (n < 6) throw new RangeError('an interval of the median needs 6 values');
  const sorted = [...values].sort((a, b) => a - b);
  let cut = 0;
  while (tail(n, cut + 1) <= 0.025) cut++;
  return { median: middle(sorted), low: sorted[cut] ?? NaN, high: sorted[n - 1 - cut] ?? NaN, n };
}

/** P(at most `k` of `n` heads). */
function tail(n: number, k: number): number {
  let [term, sum] = [0.5 ** n, 0.5 ** n];
  for (let i = 1; i <= k; i++) {
    term *= (n - i + 1) / i;
    sum += term;
  }
  return sum;
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const [below = NaN, above = NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (below + above) / 2;
}
