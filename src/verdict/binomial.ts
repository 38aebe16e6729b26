/** The exact probability of `k` or more hits in `n` draws with chance `p` each. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (p >= 1) return 1;
  let logTerm = k * Math.log(p) + (n - k) * Math.log1p(-p);
  for (let i = 1; i <= k; i++) logTerm += Math.log((n - k + i) / i);
  const odds = p / (1 - p);
  let term = Math.exp(logTerm);
  let total = 0;
  for (let i = k; i <= n; i++) {
    total += term;
    term *= ((n - i) / (i + 1)) * odds;
  }
  return Math.min(1, total);
}
