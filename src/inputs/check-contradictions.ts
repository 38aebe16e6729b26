import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { AnyObjective, Objective } from '../model/slo.ts';
import { formatLimit } from './limit.ts';
import type { Problems } from './problems.ts';

/** Refuses two objectives of which no value of what both are about can keep both. */
export function refuseContradictions(objectives: readonly AnyObjective[], problems: Problems): void {
  const asked = objectives.filter((one): one is Objective => one.kind === 'objective');
  for (const [index, most] of asked.entries()) {
    if (!isAtMost(most)) continue;
    for (const [other, least] of asked.entries()) {
      if (isAtMost(least) || keyOf(most) !== keyOf(least) || most.target >= least.target) continue;
      const later = index > other ? most : least;
      const limit = (one: Objective) => formatLimit(one.target, unitOf(metricOf(one), one.stat));
      problems.add(
        `objectives "${most.name}" and "${least.name}" contradict each other: at most ${limit(most)} and at least ${limit(least)}`,
        later.place,
        'no run can keep both',
      );
    }
  }
}

/** The same for objectives about the same value. */
function keyOf({ metric, ratio, stat, outcome, where, during, window, profiles, relativeTo }: Objective): string {
  const filters = Object.entries(where).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric, ratio, stat, outcome, filters, [...during].sort(), window, profiles, relativeTo]);
}
