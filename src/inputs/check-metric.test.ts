import { expect, test } from 'vitest';
import { metrics } from '../model/metric.ts';
import { serverSignals } from '../model/signal.ts';
import { checkMetric } from './check-metric.ts';
import { Problems } from './problems.ts';
import { objectiveShape } from './slo-schema.ts';

const own = {
  cart_size: { kind: 'trend', unit: 'number' },
  cart_time: { kind: 'trend', unit: 'ms' },
  stock: { kind: 'gauge', unit: 'number' },
  coupons: { kind: 'counter', unit: 'number' },
  cached: { kind: 'rate', unit: 'number' },
} as const;
const histogram = { kind: 'histogram', unit: 'ms', atMost: true, labels: [] } as const;
const context = {
  ...{ steps: ['browse'], journeys: ['shopper'], metrics: own },
  target: { name: 'shop', services: [] },
  signals: { api_time: histogram },
};
const ratio = { of: { metric: 'throughput' }, per: { metric: 'throughput' } };

const stats = ['p50', 'p99.9', 'max', 'min', 'mean', 'rate', 'count', 'last', 'slope'] as const;
/** Null: none is said. */
const taken = (metric: string): (string | null)[] =>
  [null, ...stats].filter((stat) => {
    const problems = new Problems();
    const written = objectiveShape.parse({
      ...{ name: 'holds', metric, target: '1' },
      ...(stat === null ? {} : { stat }),
      ...(metric === 'ratio' ? ratio : {}),
    });
    checkMetric(written, 'it', () => ({ file: 'slo.yaml' }), context, problems);
    return problems.count === 0;
  });

const values = ['p50', 'p99.9', 'max', 'min', 'mean'];
const counts = [null, 'rate', 'count'];
const one = [null];

const expected: Readonly<Record<string, readonly (string | null)[]>> = {
  ...Object.fromEntries(Object.keys(metrics).map((name) => [name, values])),
  ...Object.fromEntries(['error_rate', 'limited_rate', 'checks', 'ratio', 'cached'].map((name) => [name, one])),
  ...Object.fromEntries(
    ['throughput', 'iterations', 'data_sent', 'data_received', 'coupons', 'db_slow_queries']
      .concat(['ws_sessions', 'ws_msgs_sent', 'ws_msgs_received', 'replica_requests', 'replica_unanswered'])
      .concat(['grpc_streams', 'grpc_streams_msgs_sent', 'grpc_streams_msgs_received'])
      .map((name) => [name, counts]),
  ),
  ...{ cart_size: values, cart_time: values, stock: ['max', 'min'], api_time: ['p50', 'p99.9'] },
  ...Object.fromEntries(
    ['service_cpu', 'service_memory', 'service_memory_bytes', 'service_open_files', 'db_connections', 'db_lock_waits']
      .concat(['db_replication_lag'])
      .map((name) => [name, [...values, 'last', 'slope']]),
  ),
  ...Object.fromEntries(['service_up', 'replica_ready', 'db_cache_hit_ratio'].map((name) => [name, one])),
};

test.each([...Object.keys(metrics), ...Object.keys(serverSignals), ...Object.keys(own), 'api_time'])(
  '%s takes the statistics that it has, and no other',
  (metric) => {
    expect(taken(metric)).toEqual(expected[metric]);
  },
);
