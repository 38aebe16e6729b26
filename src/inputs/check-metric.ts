import { didYouMean } from '../diagnostic/nearest.ts';
import { metricOf, metrics } from '../model/metric.ts';
import type { PlannedMetric } from '../model/plan.ts';
import type { Objective, Stat } from '../model/slo.ts';
import type { PlaceOf } from './check-shape.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** What an objective is about. */
export type Asked = Pick<Objective, 'metric' | 'own' | 'stat'>;

/** What k6's own names are called here. */
const renamed = new Map([
  ['http_req_duration', 'response_time'],
  ['http_req_failed', 'error_rate'],
  ['http_reqs', 'throughput'],
]);

/** @param own what journeys measure themselves */
export function checkMetric(
  { metric, stat: writtenStat }: WrittenObjective,
  what: string,
  at: PlaceOf,
  own: Readonly<Record<string, PlannedMetric>>,
  problems: Problems,
): Asked | undefined {
  const isKnown = Object.hasOwn(metrics, metric);
  const ofJourney = isKnown || !Object.hasOwn(own, metric) ? undefined : own[metric];
  if (!isKnown && ofJourney === undefined) {
    const other = renamed.get(metric);
    const hint =
      other === undefined ? didYouMean(metric, [...Object.keys(metrics), ...Object.keys(own)]) : `here it is ${other}`;
    problems.add(`${what}: there is no metric "${metric}"`, at(['metric']), hint);
    return undefined;
  }
  const stat = (writtenStat ?? null) as Stat | null;
  const asked: Asked = ofJourney === undefined ? { metric, stat } : { metric, own: ofJourney, stat };
  const before = problems.count;
  checkStat(asked, what, at, problems);
  return problems.count === before ? asked : undefined;
}

function checkStat(asked: Asked, what: string, at: PlaceOf, problems: Problems): void {
  const { metric, stat } = asked;
  const { kind, unit } = metricOf(asked);
  const [isA, choices] = {
    trend: [unit === 'ms' ? 'is a time' : 'has many values', 'p50, p95, p99, max, min or mean'],
    gauge: ['is a level', 'max or min'],
    counter: ['is counted', 'rate or count'],
    rate: ['has one value', ''],
  }[kind] as [string, string];
  if (stat === null) {
    const isNeeded = kind === 'trend' || kind === 'gauge';
    if (isNeeded) problems.add(`${what}: stat is missing`, at([]), `${metric} ${isA}: say ${choices}`);
    return;
  }
  const fits = {
    trend: stat !== 'rate' && stat !== 'count',
    gauge: stat === 'max' || stat === 'min',
    counter: stat === 'rate' || stat === 'count',
    rate: false,
  }[kind];
  if (!fits) {
    const [message, hint] =
      kind === 'rate'
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
