import { metricOf } from '../model/metric.ts';
import type { Counted, Ratio } from '../model/slo.ts';
import { findMetric, type KnownMetrics } from './check-metric.ts';
import type { PlaceOf } from './check-shape.ts';
import { checkWhere, type KnownNames } from './check-where.ts';
import { splitLimit } from './limit.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** What a ratio is of; undefined where the objective is no ratio, or its counts are wrong. */
export function checkRatio(
  { metric, of, per, target, where }: WrittenObjective,
  what: string,
  at: PlaceOf,
  context: KnownMetrics & KnownNames,
  problems: Problems,
): Ratio | undefined {
  if (metric !== 'ratio') {
    for (const [field, value] of Object.entries({ of, per })) {
      if (value !== undefined) problems.add(`${what}: ${field} is for metric: ratio`, at([field]), 'remove it');
    }
    return undefined;
  }
  const before = problems.count;
  if (of === undefined || per === undefined) {
    const hint = 'such as of: { metric: throughput, where: { status: 5xx } }, per: { metric: throughput }';
    problems.add(`${what}: a ratio needs what it is of, and per what`, at(['metric']), hint);
    return undefined;
  }
  if (where !== undefined)
    problems.add(`${what}: where is for both counts of a ratio`, at(['where']), 'write it into of, and into per');
  const counts = { of, per };
  const counted = (field: 'of' | 'per'): Counted | undefined => {
    const inField: PlaceOf = (path) => at([field, ...path]);
    const found = findMetric(counts[field].metric, `${what}: ${field}`, inField, context, problems);
    if (found === undefined) return undefined;
    if (metricOf(found).kind !== 'counter' || found.signal !== undefined)
      problems.add(
        `${what}: ${found.metric} is not counted by the load`,
        inField(['metric']),
        'a ratio is of two counts',
      );
    return { ...found, where: checkWhere(counts[field].where, found, `${what}: ${field}`, inField, context, problems) };
  };
  const [ofCount, perCount] = [counted('of'), counted('per')];
  if (problems.count > before || ofCount === undefined || perCount === undefined) return undefined;
  return { of: ofCount, per: perCount, unit: splitLimit(target).text.trim().endsWith('%') ? 'share' : 'number' };
}
