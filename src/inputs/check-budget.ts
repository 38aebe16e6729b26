import type { Objective } from '../model/slo.ts';
import { metricOf } from '../model/metric.ts';
import type { Asked } from './check-metric.ts';
import type { PlaceOf } from './check-shape.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** The error budget of an objective: a share of samples that may be wrong, neither none nor all. */
export function checkBudget(
  { budget, window, target }: WrittenObjective,
  asked: Asked & Pick<Objective, 'relativeTo' | 'target'>,
  what: string,
  at: PlaceOf,
  problems: Problems,
): Pick<Objective, 'budget'> {
  if (budget === undefined) return {};
  const wrong = (message: string, hint: string) => problems.add(`${what}: ${message}`, at(['budget']), hint);
  const isShare = metricOf(asked).kind === 'rate';
  if (asked.signal !== undefined) wrong('what is sampled has no budget', 'remove it');
  else if (!isShare && !/^p\d/.test(asked.stat ?? ''))
    wrong('only a share or a percentile leaves a budget', 'such as metric: error_rate, or stat: p95');
  else if (isShare && (asked.target === 0 || asked.target === 1))
    wrong(`a target of ${target} leaves no budget`, 'remove it, or allow some');
  if (asked.relativeTo !== undefined)
    wrong('a budget needs a limit that is known while the load runs', 'give the target as a number');
  if (window !== undefined) wrong('a budget has windows of its own', 'remove window, or make two objectives of it');
  const { burn, abort, window: windowMs } = budget;
  return { budget: { burn, abort, windowMs: windowMs ?? null } };
}
