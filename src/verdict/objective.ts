import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Plan } from '../model/plan.ts';
import type { Objective } from '../model/slo.ts';
import type { ObjectiveResult, ObjectiveVerdict } from '../model/verdict.ts';
import { selectPhases, without } from './during.ts';
import type { Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import { holds, type Holding } from './limit.ts';
import { explain } from './reason.ts';
import { minSamplesOf } from './samples.ts';
import { missingSteps, stepNames } from './step-names.ts';
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
  if (!isMeasured(objective, plan)) {
    return conclude('not-evaluated', nothing, `no journey of this scenario measures ${objective.metric}`);
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
  const missing = missingSteps(objective.where.step, evidence);
  if (verdict !== 'fail' && missing !== null) return conclude('inconclusive', measured, missing);
  if (verdict === 'fail' || absent.length === 0) return conclude(verdict, measured);
  const why = absent.map((fault) => unexercised.get(fault) ?? fault);
  return conclude('inconclusive', measured, `fault not exercised: ${list(why)}`);
}

const nothing: Measured = { estimate: null, samples: 0, untimed: 0, unfinished: null };

/** Own metrics of journeys may be those of another scenario's. What a plain script measures is not known. */
function isMeasured({ metric, own }: Objective, { scenario: { journeys } }: Plan): boolean {
  return own === undefined || journeys.length === 0 || journeys.some(({ metrics }) => Object.hasOwn(metrics, metric));
}

/** Few samples can prove that the target is missed, but not that the critical limit is kept: that is no warning yet. */
function weigh(target: Holding, critical: Holding | null, enough: boolean): ObjectiveVerdict {
  if (critical === 'missed') return 'fail';
  if (target === 'holds') return 'pass';
  if (target === 'unknown') return 'inconclusive';
  if (critical === null) return 'fail';
  return enough ? 'warn' : 'inconclusive';
}

function resultOf(
  objective: Objective,
  steps: readonly string[] | null,
  verdict: ObjectiveVerdict,
  { estimate, samples, unfinished }: Measured,
  minSamples: number,
  reason: string,
): ObjectiveResult {
  const { name, metric, stat, during, target, critical, because } = objective;
  const high = unfinished?.high ?? estimate?.high ?? null;
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
    observedHigh: high === Infinity ? null : high,
    censored: high === Infinity,
    unit: unitOf(metricOf(objective), stat),
    atMost: isAtMost(objective),
    target,
    critical,
    samples,
    minSamples,
    reason,
    because,
  };
}
