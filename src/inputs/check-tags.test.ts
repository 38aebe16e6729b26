import { expect, test } from 'vitest';
import { metrics } from '../model/metric.ts';
import type { SeriesHead } from '../model/record.ts';
import { partOf, type OutcomeSource } from '../verdict/metric.ts';
import { whyUntagged } from './check-tags.ts';

// What is refused could not have matched anything that k6 and the runtime record, and the other way round.

const inStep = { scenario: 'proof', journey: 'shopper', step: 'browse' };
const ofRequest = {
  ...inStep,
  ...{ status: '200', proto: 'HTTP/1.1', error_code: '0', expected_response: 'true', tls_version: 'tls1.3' },
};
const head = (metric: string, type: SeriesHead['type'], tags: SeriesHead['tags']): SeriesHead => ({
  ...{ id: 0, failed: false, metric, type, tags },
});

/** Series as they stand in `series.ndjson` of runs of typed scenarios. */
const ours: readonly SeriesHead[] = [
  head('http_req', 'http', ofRequest),
  head('step_duration', 'trend', { ...inStep, outcome: 'ok' }),
  head('corrected_response_time', 'trend', { ...inStep, outcome: 'ok' }),
  head('checks', 'rate', { ...inStep, check: 'it is right' }),
  head('group_duration', 'trend', { ...inStep, group: '::basket' }),
  ...['start_lag', 'iteration_duration'].map((name) => head(name, 'trend', { scenario: 'proof' })),
  ...['iterations', 'data_sent', 'data_received'].map((name) => head(name, 'counter', { scenario: 'proof' })),
  ...['ws_connecting', 'ws_session_duration', 'ws_ping', 'grpc_req_duration'].map((name) =>
    head(name, 'trend', { ...inStep, status: '101' }),
  ),
  ...Object.keys(metrics)
    .filter((name) => /^(ws_sessions|ws_msgs|grpc_streams)/.test(name))
    .map((name) => head(name, 'counter', { ...inStep, status: '101' })),
];
/** The same of a plain script: requests and what they are called. */
const plain: readonly SeriesHead[] = [head('http_req', 'http', ofRequest)];

const tags = [
  'step',
  'journey',
  'scenario',
  'status',
  'proto',
  'error_code',
  'expected_response',
  'tls_version',
  'check',
];
const asked = Object.keys(metrics).filter((name) => name !== 'ratio');

const canMatch = (metric: string, tag: string, series: readonly SeriesHead[], source: OutcomeSource): boolean =>
  series.some((one) => {
    const value = one.tags[tag];
    const where = { [tag]: { not: false, names: [value ?? ''] } };
    return value !== undefined && partOf(one, { metric, stat: null, outcome: 'any', where }, source) !== null;
  });

test.each(asked)('%s takes the tags that its samples have', (metric) => {
  for (const tag of tags) {
    const isTaken = whyUntagged({ metric }, tag, false) === null;
    expect(`${tag}: ${isTaken}`).toBe(`${tag}: ${canMatch(metric, tag, ours, 'steps')}`);
  }
});

test.each(['response_time', 'throughput', 'error_rate'])('%s of a plain script takes those of requests', (metric) => {
  for (const tag of tags.filter((one) => one !== 'check')) {
    expect(whyUntagged({ metric }, tag, true)).toBeNull();
    expect(canMatch(metric, tag, plain, 'requests')).toBe(true);
  }
});

test('protocol is what k6 calls proto', () => {
  for (const metric of asked)
    expect(whyUntagged({ metric }, 'protocol', false)).toBe(whyUntagged({ metric }, 'proto', false));
});

test('tags of a script are its own affair, and labels are checked elsewhere', () => {
  const signal = { kind: 'level', unit: 'share', atMost: true, labels: ['service'] } as const;
  expect(whyUntagged({ metric: 'error_rate' }, 'country', false)).toBeNull();
  expect(whyUntagged({ metric: 'service_cpu', signal }, 'status', false)).toBeNull();
});
