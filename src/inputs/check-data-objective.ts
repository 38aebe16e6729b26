import { didYouMean } from '../diagnostic/nearest.ts';
import { dataMetrics } from '../model/data-metric.ts';
import type { DataObjective } from '../model/slo.ts';
import { checkProfiles, type SloContext } from './check-objective.ts';
import type { PlaceOf } from './check-shape.ts';
import { limitHints, parseLimit, splitLimit } from './limit.ts';
import type { Problems } from './problems.ts';
import type { WrittenData } from './slo-schema.ts';

/** Checks an objective about the writes of a ledger. */
export function checkDataObjective(
  { name, metric, where, target: written, severity, profiles, because }: WrittenData,
  at: PlaceOf,
  context: SloContext,
  problems: Problems,
): DataObjective | undefined {
  const before = problems.count;
  const what = `objective "${name}"`;
  const { unit } = dataMetrics[metric];
  const { atMost, text } = splitLimit(String(written));
  const target = text === '0' ? 0 : parseLimit(text, unit);
  if (target === undefined || (unit === 'number' && !Number.isInteger(target))) {
    const hint = unit === 'ms' ? limitHints.ms : 'expected a whole number such as 0';
    problems.add(`${what}: target is "${written}"`, at(['target']), `${hint}, since it limits ${metric}`);
  } else if (atMost === false) {
    problems.add(`${what}: target is "${written}"`, at(['target']), `${metric} is only limited to at most so much`);
  }
  const ledger = where?.ledger ?? null;
  if (ledger !== null && !context.ledgers.includes(ledger)) {
    problems.add(
      `${what}: no journey keeps a ledger "${ledger}"`,
      at(['where', 'ledger']),
      context.ledgers.length === 0
        ? "ledgers: ['…'] of defineJourney() declares them"
        : didYouMean(ledger, context.ledgers),
    );
  }
  checkProfiles(what, profiles, at, context, problems);
  if (problems.count > before || target === undefined) return undefined;
  return {
    kind: 'data',
    name,
    metric,
    ledger,
    target,
    ...(severity === undefined ? {} : { severity }),
    profiles: profiles === undefined ? null : [profiles].flat(),
    because: because ?? null,
    place: at([]),
  };
}
