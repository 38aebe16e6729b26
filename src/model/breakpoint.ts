import { isAtMost, metricOf } from './metric.ts';
import type { PlannedProfile } from './plan.ts';
import type { Objective, Slo } from './slo.ts';
import { slotMs } from './timeline.ts';

/**
 * The objectives that end a rising load: those that its profile names, or all about steady state. Without names,
 * what asks for at least so much load is left out: a load that begins small misses it at once. So is what is sampled:
 * the load's own cells tell when it was too much.
 *
 * An open load must also begin in time: one that queues for the limit of its users is not the load that is meant,
 * however fast the target is with those that it lets through.
 */
export function breakpointObjectives(
  slo: Slo | null,
  { name, model, breakpoint }: Pick<PlannedProfile, 'name' | 'model' | 'breakpoint'>,
): Objective[] {
  const ending = (slo?.objectives ?? []).filter((one): one is Objective => {
    if (breakpoint === null || one.kind !== 'objective' || one.signal !== undefined) return false;
    if (one.relativeTo !== undefined || one.profiles?.includes(name) === false) return false;
    if (breakpoint.of !== null) return breakpoint.of.includes(one.name);
    const asksForLoad = metricOf(one).kind === 'counter' && !isAtMost(one);
    return !asksForLoad && one.during.some((phase) => phase === 'steady' || phase === 'all');
  });
  return model === 'closed' || ending.length === 0 ? ending : [...ending, beginsInTime];
}

/** How late passes of an open load may begin (p95). Later, it is not the load that is meant. */
export const mostStartLagMs = 1000;

const beginsInTime: Objective = {
  kind: 'objective',
  name: 'passes begin in time',
  metric: 'start_lag',
  stat: 'p95',
  outcome: 'any',
  where: {},
  during: ['steady'],
  profiles: null,
  target: mostStartLagMs,
  critical: null,
  minSamples: null,
  because: null,
  place: { file: '' },
};

/** Longest window that a rising load is judged by; a shorter `sustained` makes it shorter. */
const longestWindowMs = 5000;

/** Length of the windows by which a rising load is judged, in whole slots. */
export function breakpointWindowMs(sustainedMs: number): number {
  return Math.ceil(Math.min(sustainedMs, longestWindowMs) / slotMs) * slotMs;
}

/** What the level of a load counts. */
export function levelUnit(model: PlannedProfile['model']): 'users' | '/s' {
  return model === 'closed' ? 'users' : '/s';
}
