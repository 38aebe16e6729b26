import { metrics, type Objective } from '../model/slo.ts';
import type { ObjectiveResult, ObjectiveVerdict } from '../model/verdict.ts';
import { selectPhases, without } from './during.ts';
import type { Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import { holds, type Holding } from './limit.ts';
import { explain } from './reason.ts';
import { minSamplesOf } from './samples.ts';
import { stepNames } from './step-names.ts';
import { measure, type Measured } from './value.ts';
import { list } from './wording.ts';

/** Judges one objective over its phases. */
export function judgeObjective(objective: Objective, evidence: Evidence): ObjectiveResult {
  const { plan, timeline, cells, unexercised } = evidence;
  const { profiles, during, target, critical } = objective;
  const minSamples = minSamplesOf(objective);
  const conclude = (verdict: ObjectiveVerdict, measured: Measured, reason?: string): ObjectiveResult => {
    const steps = stepNames(objective.where.step, evidence);
    const told = reason ?? explain(objective, steps, verdict, measured, minSamples);
    return resultOf(objective, steps, verdict, measured, minSamples, told);
  };

  if (profiles?.includes(plan.profile.name) === false) {
    return conclude('not-evaluated', nothing, `only for the profile ${list(profiles)}`);
  }
  const selection = selectPhases(during, timeline);
  if (!selection.all && selection.phases.size === 0) {
    return conclude('not-evaluated', nothing, `this run has no ${list(during)}`);
  }

  // Requests in the time of a fault that did not happen were undisturbed: they would only dilute the others.
  const absent = selection.faults.filter((fault) => unexercised.has(fault));
  const gathered = gather(cells, objective, without(selection, absent));
  const measured = measure(objective, gathered);
  const against = (limit: number) => holds(objective, gathered, measured, limit, minSamples);
  const enough = measured.samples >= minSamples;
  const verdict = weigh(against(target), critical === null ? null : against(critical), enough);
  if (verdict === 'fail' || absent.length === 0) return conclude(verdict, measured);
  const why = absent.map((fault) => unexercised.get(fault) ?? fault);
  return conclude('inconclusive', measured, `fault not exercised: ${list(why)}`);
}

const nothing: Measured = { estimate: null, samples: 0, untimed: 0 };

/** Few samples can prove that the target is missed, but not that the critical limit is kept: that is no warning yet. */
function weigh(target: Holding, critical: Holding | null, enough: boolean): ObjectiveVerdict {
  if (critical === 'missed') return 'fail';
  if (target === 'holds') return 'pass';
  if (target === 'unknown') return 'inconclusive';
  if (critical === null) return 'fail';
  return enough ? 'warn' : 'inconclusive';
}

function resultOf(
  { name, metric, stat, during, target, critical, because }: Objective,
  steps: readonly string[] | null,
  verdict: ObjectiveVerdict,
  { estimate, samples }: Measured,
  minSamples: number,
  reason: string,
): ObjectiveResult {
  return {
    name,
    kind: 'objective',
    metric,
    stat,
    during,
    steps,
    verdict,
    observed: estimate?.value ?? null,
    observedLow: estimate?.low ?? null,
    observedHigh: estimate?.high ?? null,
    censored: false,
    unit: metrics[metric].unit,
    atMost: metrics[metric].atMost,
    target,
    critical,
    samples,
    minSamples,
    reason,
    because,
  };
}
