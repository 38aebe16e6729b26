/** Objectives as the reference page shows them, each with what it says; a test reads them all. */
export const sloExamples: readonly { readonly says: string; readonly yaml: string }[] = [
  {
    says: 'Nine requests in ten of the checkout take at most half a second; two seconds would fail the run.',
    yaml: '{ name: checkout is fast, metric: response_time, stat: p90, where: { step: checkout }, target: 500ms, critical: 2s }',
  },
  {
    says: 'It is never slow for a whole minute, though a bad moment is borne.',
    yaml: '{ name: not slow for long, metric: response_time, stat: p99, target: 500ms, window: { sustained: 1m } }',
  },
  {
    says: 'In 98 of 100 windows of half a minute, one request in a hundred fails at the most.',
    yaml: '{ name: few errors anywhere, metric: error_rate, target: 1%, window: { rolling: 30s, allowed: 2% } }',
  },
  {
    says: 'While any fault is on, and at its edges, it is at most three times as slow as before.',
    yaml: '{ name: bearable, metric: response_time, stat: p95, during: fault, edges: include, target: 3x steady }',
  },
  {
    says: 'At most one answer in a hundred is an error of the server.',
    yaml: '{ name: few 5xx, metric: ratio, of: { metric: throughput, where: { status: 5xx } }, per: { metric: throughput }, target: 1% }',
  },
  {
    says: 'Errors may use up what they are allowed, but not ten times as fast; if they do, the load is ended at once.',
    yaml: '{ name: error budget, metric: error_rate, target: 1%, budget: { burn: 10, abort: true } }',
  },
  {
    says: 'For information: how long customers in Germany wait. A night without any is no fault.',
    yaml: '{ name: Germany, metric: response_time, stat: p95, where: { country: de }, target: 1s, severity: info, onNoData: { skip: nobody buys at night } }',
  },
  {
    says: 'Five seconds after each fault, the objective `checkout is fast` holds again, and goes on doing so.',
    yaml: '{ name: recovers, recovery: { of: checkout is fast, within: 5s, hold: 10s } }',
  },
];
