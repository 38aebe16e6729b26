import { levelUnit } from '../model/breakpoint.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { BreakpointObjective } from '../model/slo.ts';
import type { BreakpointResult, ObjectiveResult, ObjectiveVerdict } from '../model/verdict.ts';
import { against, list } from './wording.ts';

/** Judges the load that a rising one passed with. */
export function judgeBreakpoint(
  objective: BreakpointObjective,
  profile: PlannedProfile,
  found: BreakpointResult | null,
): ObjectiveResult {
  const { profiles, unit, target } = objective;
  const skip = (reason: string) => resultOf(objective, null, 'not-evaluated', reason);
  if (profiles?.includes(profile.name) === false) return skip(`only for the profile ${list(profiles)}`);
  if (found === null) return skip('this profile does not look for a breakpoint');
  if (unit !== levelUnit(profile.model)) {
    return skip(unit === 'users' ? 'this load is of arrivals a second, not of users' : 'this load is of users');
  }
  const { passedLevel, failedLevel, reason } = found;
  const told = passedLevel === null ? 'no load passed' : `breakpoint ${against(passedLevel, target, unit, false)}`;
  return resultOf(objective, found, verdictOf(passedLevel, failedLevel, target), `${told}; ${reason}`);
}

/** A load that never failed may carry more than it was shown to. */
function verdictOf(passed: number | null, failed: number | null, target: number): ObjectiveVerdict {
  if (passed !== null && passed >= target) return 'pass';
  return failed === null ? 'inconclusive' : 'fail';
}

function resultOf(
  { name, unit, target, because }: BreakpointObjective,
  found: BreakpointResult | null,
  verdict: ObjectiveVerdict,
  reason: string,
): ObjectiveResult {
  const observed = found?.passedLevel ?? null;
  return {
    name,
    kind: 'objective',
    metric: 'breakpoint',
    stat: null,
    during: ['all'],
    steps: null,
    where: {},
    window: null,
    verdict,
    observed,
    observedLow: observed,
    observedHigh: found?.failedLevel === null ? null : observed,
    censored: observed !== null && found?.failedLevel === null,
    unit,
    atMost: false,
    target,
    critical: null,
    relative: null,
    samples: observed === null ? 0 : 1,
    minSamples: 1,
    breaches: null,
    budget: null,
    firstMissMs: null,
    reason,
    because,
  };
}
