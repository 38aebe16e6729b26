import type { Asked } from './check-metric.ts';

/** Which metrics have a tag, and what to do where one has not. */
interface Bearers {
  readonly have: RegExp;
  readonly hint: string;
}

const steps: Bearers = {
  have: /^(?!(iterations|iteration_duration|start_lag|data_sent|data_received)$)/,
  hint: 'it is about whole passes, which take many steps: remove it',
};
const requests: Bearers = {
  have: /^(response_time|throughput)$/,
  hint: 'only requests have: take response_time, throughput, or a ratio of throughput',
};

/** The tags that k6 or the runtime gives. All others are a script's own: who has them is known when the run has happened. */
const bearers: Readonly<Record<string, Bearers>> = {
  step: steps,
  journey: steps,
  status: { ...requests, have: /^(response_time|throughput|(ws|grpc)_.*)$/ },
  protocol: requests,
  proto: requests,
  error_code: requests,
  expected_response: requests,
  tls_version: requests,
  check: { have: /^checks$/, hint: 'only checks have: take metric: checks' },
};

/**
 * Why no sample of a metric ever has a tag; null where some may. Labels of what is sampled are checked elsewhere.
 *
 * @param isPlain of a k6 script of the user's own: its steps are not ours, and its errors those of requests
 */
export function whyUntagged(
  { metric, signal }: Pick<Asked, 'metric' | 'signal'>,
  tag: string,
  isPlain: boolean,
): string | null {
  const known = Object.hasOwn(bearers, tag) ? bearers[tag] : undefined;
  if (known === undefined || signal !== undefined || (isPlain && known === steps)) return null;
  const counted = isPlain && metric === 'error_rate' ? 'throughput' : metric;
  return known.have.test(counted) ? null : known.hint;
}
