import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Objective } from '../model/slo.ts';
import type { RelativeLimits } from '../model/verdict.ts';
import type { GroupedCells } from './cells.ts';
import { selectPhases } from './during.ts';
import { gather } from './gather.ts';
import { minSamplesOf } from './samples.ts';
import { measure, type Measured } from './value.ts';
import { quantity } from './wording.ts';

/** An objective with limits in its unit. */
export interface Resolved {
  readonly objective: Objective;
  /** Null: the limits stand in the SLO file. */
  readonly relative: RelativeLimits | null;
  /** Why the limits are not known; null = they are. */
  readonly unknown: string | null;
}

/** Turns limits that are multiples of steady state into limits in the objective's unit. */
export function resolveLimits(objective: Objective, cells: GroupedCells): Resolved {
  const { relativeTo } = objective;
  if (relativeTo === undefined) return { objective, relative: null, unknown: null };
  return multiplied(
    objective,
    measure(objective, gather(cells, objective, selectPhases([relativeTo], cells.timeline))),
  );
}

/**
 * The limits that are so many times what the same came to in steady state. Of the interval in which the steady value lies,
 * the side that makes the limits stricter is taken.
 */
export function multiplied(objective: Objective, { estimate, samples, unfinished }: Measured): Resolved {
  const { target, critical } = objective;
  const steady = estimate === null ? null : isAtMost(objective) ? estimate.low : estimate.high;
  const times = (multiple: number) => multiple * (steady ?? 0);
  const resolved: Objective = {
    ...{ ...objective, relativeTo: undefined, target: times(target) },
    critical: critical === null ? null : times(critical),
  };
  // The multiples are no limits: how many samples a share needs follows from the limit in its unit.
  const needed = minSamplesOf({ ...resolved, target: steady ?? 0 });
  const found = `steady state, which the limit is a multiple of, has`;
  const unknown =
    samples < needed
      ? `${found} ${samples} of the ${needed} samples needed`
      : steady === null || unfinished !== null
        ? `${found} no known value`
        : isAlwaysMet(resolved)
          ? `${found} ${quantity(steady, unitOf(metricOf(objective), objective.stat))}, and any value keeps ${target} times that`
          : null;
  return { objective: resolved, relative: { target, critical, steady: unknown === null ? steady : null }, unknown };
}

/** No share is above 100 %, and nothing is below nothing. */
function isAlwaysMet(objective: Objective): boolean {
  const { target, stat } = objective;
  if (!isAtMost(objective)) return target <= 0;
  return unitOf(metricOf(objective), stat) === 'share' && target >= 1;
}
