import { didYouMean } from '../diagnostic/nearest.ts';
import { metricOf, metrics, type Metric } from '../model/metric.ts';
import type { PlannedMetric } from '../model/plan.ts';
import type { SignalKind } from '../model/signal.ts';
import type { Objective, Stat } from '../model/slo.ts';
import { signalNamed, signalNames, type KnownSignals } from './check-signal.ts';
import { checkRatio } from './check-ratio.ts';
import type { PlaceOf } from './check-shape.ts';
import type { KnownNames } from './check-where.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** What an objective is about. */
export type Asked = Pick<Objective, 'metric' | 'own' | 'signal' | 'ratio' | 'stat'>;

/** What k6's own names are called here. */
const renamed = new Map([
  ['http_req_duration', 'response_time'],
  ['http_req_failed', 'error_rate'],
  ['http_reqs', 'throughput'],
]);

/** The metrics that there are beside those of every run. */
export interface KnownMetrics extends KnownSignals {
  /** What journeys of the project measure themselves. */
  readonly metrics: Readonly<Record<string, PlannedMetric>>;
}

/** The metric of an objective and its statistic. */
export function checkMetric(
  written: WrittenObjective,
  what: string,
  at: PlaceOf,
  context: KnownMetrics & KnownNames,
  problems: Problems,
): Asked | undefined {
  const before = problems.count;
  const named = findMetric(written.metric, what, at, context, problems);
  const ratio = checkRatio(written, what, at, context, problems);
  if (named === undefined || problems.count > before) return undefined;
  const stat = (written.stat ?? null) as Stat | null;
  const asked: Asked = { ...named, ...(ratio === undefined ? {} : { ratio }), stat };
  checkStat(asked, what, at, problems);
  return problems.count === before ? asked : undefined;
}

/** The metric of a name: of every run, of a journey, or sampled. */
export function findMetric(
  metric: string,
  what: string,
  at: PlaceOf,
  known: KnownMetrics,
  problems: Problems,
): Pick<Asked, 'metric' | 'own' | 'signal'> | undefined {
  if (Object.hasOwn(metrics, metric)) return { metric };
  const own = Object.hasOwn(known.metrics, metric) ? known.metrics[metric] : undefined;
  if (own !== undefined) return { metric, own };
  const signal = signalNamed(metric, known);
  if (signal !== undefined) return { metric, signal };
  const other = renamed.get(metric);
  const names = [...Object.keys(metrics), ...Object.keys(known.metrics), ...signalNames(known)];
  const hint = other === undefined ? didYouMean(metric, names) : `here it is ${other}`;
  problems.add(`${what}: there is no metric "${metric}"`, at(['metric']), hint);
  return undefined;
}

/** What a metric is called and which statistics it has; empty: one value, and no statistic. */
type Kind = readonly [isA: string, choices: string, fits: RegExp];

const counted: Kind = ['is counted', 'rate or count', /^(rate|count)$/];
const one: Kind = ['has one value', '', /^$/];

const kinds = {
  trend: ['has many values', 'p50, p95, p99, max, min or mean', /^(p.*|max|min|mean)$/],
  gauge: ['is a level', 'max or min', /^(max|min)$/],
  counter: counted,
  rate: one,
  ratio: one,
} satisfies Record<Metric['kind'], Kind>;

const signalKinds = {
  level: ['is sampled', 'max, min, mean, p95, last or slope (growth an hour)', /^(p.*|max|min|mean|last|slope)$/],
  histogram: ['is known by its buckets', 'a percentile such as p95', /^p/],
  count: counted,
  ratio: one,
  truth: one,
} satisfies Record<SignalKind, Kind>;

function checkStat(asked: Asked, what: string, at: PlaceOf, problems: Problems): void {
  const { metric, signal, stat } = asked;
  const { kind, unit } = metricOf(asked);
  const [called, choices, fits]: Kind = signal === undefined ? kinds[kind] : signalKinds[signal.kind];
  const isA = kind === 'trend' && signal === undefined && unit === 'ms' ? 'is a time' : called;
  if (stat === null) {
    const isNeeded = kind === 'trend' || kind === 'gauge';
    if (isNeeded) problems.add(`${what}: stat is missing`, at([]), `${metric} ${isA}: say ${choices}`);
    return;
  }
  if (!fits.test(stat)) {
    const [message, hint] =
      kind === 'rate' || kind === 'ratio'
        ? [`${metric} has one value and takes no stat`, 'remove it']
        : [`${metric} ${isA} and has no ${stat}`, `say ${choices}`];
    problems.add(`${what}: ${message}`, at(['stat']), hint);
  } else if (/^p0+(\.0+)?$/.test(stat)) {
    problems.add(
      `${what}: stat is ${stat}: a percentile is above 0 and below 100`,
      at(['stat']),
      'min is the least value',
    );
  }
}
