import type { Objective, Where } from '../model/slo.ts';
import type { Asked } from './check-metric.ts';
import type { PlaceOf } from './check-shape.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** What is told apart by how it ended. */
const ended = ['response_time', 'step_time', 'corrected_response_time'];

/** The outcome of what an objective is about: times of successes, unless it says otherwise. */
export function checkOutcome(
  { outcome }: Pick<WrittenObjective, 'outcome'>,
  { metric, own }: Pick<Asked, 'metric' | 'own'>,
  where: Where,
  { what, at, problems }: { readonly what: string; readonly at: PlaceOf; readonly problems: Problems },
): Objective['outcome'] {
  const wrong = (message: string, path: readonly string[], hint: string) =>
    problems.add(`${what}: ${message}`, at(path), hint);
  const isTold = ended.includes(metric) || own?.kind === 'trend';
  if (outcome !== undefined && !isTold)
    wrong(`${metric} has no outcome`, ['outcome'], 'only times of requests and steps have: remove it');
  const { not = true, names = [] } = where['status'] ?? {};
  if (isTold && !not && names.every((name) => name === '0') && (outcome ?? 'ok') === 'ok')
    wrong('no success has the status 0', ['where', 'status'], 'it is that of no answer: say outcome: any');
  return outcome ?? 'ok';
}
