import { isDataMetric } from './data-metric.ts';
import type { PlannedMetric } from './plan.ts';
import { isServerSignal, type Signal, type SignalKind } from './signal.ts';
import type { Ratio, Stat } from './slo.ts';
import type { Unit } from './unit.ts';

/** A metric that objectives may be about. */
export interface Metric {
  /** `ratio`: one count for each of another. */
  readonly kind: PlannedMetric['kind'] | 'ratio';
  readonly unit: Signal['unit'];
  /** Of counters: rates are told a minute, not a second. */
  readonly perMinute?: true | undefined;
  readonly about: string;
  /** What a limit is that does not say it: the most or the least. */
  readonly atMost: boolean;
  /** Whether a trend's zero is a value like any other; elsewhere it stands for a time that nobody knows. */
  readonly hasZeros: boolean;
}

const time = (about: string): Metric => ({ kind: 'trend', unit: 'ms', about, atMost: true, hasZeros: false });
const share = (about: string, atMost = true): Metric => ({
  kind: 'rate',
  unit: 'number',
  about,
  atMost,
  hasZeros: true,
});
const count = (about: string, atMost = true): Metric => ({
  kind: 'counter',
  unit: 'number',
  about,
  atMost,
  hasZeros: true,
});

/** The metrics of every run, and those that k6 itself has for what a script may use. */
export const metrics: Readonly<Record<string, Metric>> = {
  response_time: time(
    'time of a request as its user felt it: waiting for a connection, connecting, TLS, sending, waiting, receiving',
  ),
  step_time: time('time of a whole step of a journey, thinking not included'),
  error_rate: share(
    'share of steps that failed: no answer, an error status, or a failed check; of those that the target did not turn away',
  ),
  limited_rate: share('share of steps that the target turned away, where the scenario expects it to'),
  checks: share('share of checks that held', false),
  throughput: count('requests a second', false),
  ratio: {
    ...{ kind: 'ratio', unit: 'number', atMost: true, hasZeros: true },
    about: 'how often `of` came for each `per`, both of them counted',
  },
  start_lag: { ...time('in open profiles: how late a pass began'), hasZeros: true },
  corrected_response_time: time('in open profiles: response time, and for the first request how late its pass began'),
  iteration_duration: time('time of a whole pass'),
  iterations: count('passes'),
  group_duration: time('time of a k6 group'),
  data_sent: count('bytes sent'),
  data_received: count('bytes received'),
  ws_connecting: time('WebSocket: time of connecting'),
  ws_session_duration: time('WebSocket: time of a session'),
  ws_ping: time('WebSocket: time from ping to pong'),
  ws_sessions: count('WebSocket: sessions begun'),
  ws_msgs_sent: count('WebSocket: messages sent'),
  ws_msgs_received: count('WebSocket: messages received'),
  grpc_req_duration: time('gRPC: time of a call'),
  grpc_streams: count('gRPC: streams begun'),
  grpc_streams_msgs_sent: count('gRPC: messages sent'),
  grpc_streams_msgs_received: count('gRPC: messages received'),
};

/** Other names that k6 or the runtime give to what they measure. */
const others = [
  'breakpoint',
  'recovery',
  'rto',
  'step_duration',
  'active_users',
  'missed_arrivals',
  'sleep_lateness',
  'dropped_iterations',
  'vus',
];
const families = /^(http|ws|grpc|browser|webvital)_|^vus_max$/;

/** Whether a journey cannot call a metric of its own so. */
export function isReserved(name: string): boolean {
  return (
    Object.hasOwn(metrics, name) ||
    isDataMetric(name) ||
    others.includes(name) ||
    families.test(name) ||
    isServerSignal(name)
  );
}

/** What an objective says of its metric. */
export interface Named {
  readonly metric: string;
  readonly own?: PlannedMetric | undefined;
  readonly signal?: Signal | undefined;
  readonly ratio?: Pick<Ratio, 'unit'> | undefined;
}

const kindOfSignal: Readonly<Record<SignalKind, Metric['kind']>> = {
  level: 'gauge',
  truth: 'rate',
  count: 'counter',
  ratio: 'rate',
  histogram: 'trend',
};

/** What a metric is, from what an objective says of it. */
export function metricOf({ metric, own, signal, ratio }: Named): Metric {
  if (signal !== undefined) {
    const { kind, unit, atMost, perMinute } = signal;
    return { kind: kindOfSignal[kind], unit, perMinute, atMost, about: metric, hasZeros: true };
  }
  const known = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (known !== undefined && ratio !== undefined) return { ...known, unit: ratio.unit };
  return known ?? { kind: 'trend', unit: 'number', ...own, about: metric, atMost: true, hasZeros: true };
}

/** What the statistics of metrics are told in. */
export type MetricUnit = Exclude<Unit, 'users'>;

/** The unit of a statistic of a metric. */
export function unitOf({ kind, unit, perMinute }: Metric, stat: Stat | null): MetricUnit {
  if (kind === 'rate') return 'share';
  if (kind === 'counter') return stat === 'count' ? 'number' : perMinute === true ? '/min' : '/s';
  if (stat !== 'slope') return unit;
  return unit === 'number' ? '/h' : `${unit}/h`;
}

/** Whether a limit on what an objective is about is the most that is allowed. */
export function isAtMost(objective: Named & { readonly atMost?: boolean | undefined }): boolean {
  return objective.atMost ?? metricOf(objective).atMost;
}
