import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Plan } from '../model/plan.ts';
import type { Objective } from '../model/slo.ts';
import type { Breaches, BudgetResult, ObjectiveResult, RelativeLimits, ObjectiveVerdict } from '../model/verdict.ts';
import { budgetOf, describeBudget, isSpentTooFast, isUnknown } from './budget.ts';
import { selectPhases, without, type Selection } from './during.ts';
import type { Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import { holds, type Holding } from './limit.ts';
import { exactly } from './quantile.ts';
import { explain, explainWindows } from './reason.ts';
import { findSampled } from './sampled.ts';
import { isSampled } from './sampled-value.ts';
import { minSamplesOf } from './samples.ts';
import { resolveLimits } from './relative.ts';
import { missingIn } from './missing.ts';
import { stepNames } from './step-names.ts';
import type { WindowFinding } from './streak.ts';
import { measure, type Measured } from './value.ts';
import { withoutKey } from './where.ts';
import { bucketSamplesOf, firstMiss, windowJudge } from './window.ts';
import { list, metricText } from './wording.ts';

/** Judges one objective over its phases. */
export function judgeObjective(asked: Objective, evidence: Evidence): ObjectiveResult {
  const { plan, timeline, unexercised } = evidence;
  const { objective, relative, unknown } = resolveLimits(asked, evidence.cells);
  const { profiles, during, where, onNoData } = objective;
  const steps = stepNames(where['step'], evidence);
  const conclude = (
    verdict: ObjectiveVerdict,
    finding: Finding,
    reason = explained(objective, steps, verdict, finding),
  ) => resultOf(objective, relative, steps, verdict, finding, reason);

  if (profiles?.includes(plan.profile.name) === false) {
    return conclude('not-evaluated', nothing, `only for the profile ${list(profiles)}`);
  }
  if (!isMeasured(objective, plan)) {
    return conclude('not-evaluated', nothing, whyUnmeasured(objective, plan));
  }
  const selection = selectPhases(during, timeline);
  if (!selection.all && selection.phases.size === 0) {
    return conclude('not-evaluated', nothing, `this run has no ${list(during)}`);
  }

  // Requests in the time of a fault that did not happen were undisturbed: they would only dilute the others.
  const unproven = selection.faults.filter((fault) => unexercised.has(fault));
  const absent = unproven.filter((fault) => unexercised.get(fault)?.inPart === false);
  const seen = without(selection, absent);
  const finding = isSampled(objective) ? findSampled(objective, seen, evidence) : find(objective, seen, evidence);
  if (unknown !== null) return conclude('inconclusive', finding, unknown);
  const verdict = weigh(finding);
  if (verdict === 'fail') return conclude('fail', finding);
  const missing = missingIn(objective, evidence);
  if (unproven.length > 0) {
    const why = unproven.map((fault) => unexercised.get(fault)?.why ?? fault);
    return conclude('inconclusive', finding, missing?.sentence ?? `fault not exercised: ${list(why)}`);
  }
  // The worst of several series may have no samples where another misses the target.
  const isSilent = finding.measured.samples === 0 && finding.target !== 'missed';
  if (isSilent && onNoData !== undefined && missing?.isKey !== true) {
    return onNoData === 'fail'
      ? conclude('fail', finding, `${explained(objective, steps, 'fail', finding)}, which counts as a failure`)
      : conclude('not-evaluated', finding, `${onNoData.skip} (${missing?.sentence ?? 'there are no samples'})`);
  }
  return missing === null ? conclude(verdict, finding) : conclude('inconclusive', finding, missing.sentence);
}

/** What was found of an objective. */
export interface Finding {
  readonly measured: Measured;
  readonly minSamples: number;
  readonly target: Holding;
  readonly critical: Holding | null;
  /** Against the target; null where the phases are judged as a whole. */
  readonly windows: WindowFinding | null;
  readonly budget?: BudgetResult | null;
  /** As in the result. */
  readonly firstMissMs?: number | null;
  /** What else there is to say of it, for the reason. */
  readonly note?: string | null;
}

const unmeasured: Measured = { estimate: null, samples: 0, untimed: 0, unfinished: null };
const nothing: Finding = { measured: unmeasured, minSamples: 0, target: 'unknown', critical: null, windows: null };

function find(objective: Objective, selection: Selection, { cells, plan }: Evidence): Finding {
  const { target, critical, window } = objective;
  const gathered = gather(cells, objective, selection);
  const measured = zeroOfStatus(objective, measure(objective, gathered), selection, cells);
  if (window === undefined) {
    const minSamples = minSamplesOf(objective);
    const against = (limit: number) => holds(objective, gathered, measured, limit, minSamples);
    const holding = against(target);
    return {
      ...{ measured, minSamples, windows: null, budget: budgetOf(objective, selection, cells, plan.profile) },
      ...{ target: holding, critical: critical === null ? null : against(critical) },
      firstMissMs: holding === 'missed' ? firstMiss(objective, selection, cells) : null,
    };
  }
  const judge = windowJudge(objective, window, selection, cells);
  const windows = judge(target);
  return {
    measured: { ...measured, estimate: windows.value, unfinished: null },
    minSamples: bucketSamplesOf(objective, window),
    ...{ windows, target: windows.holding, critical: critical === null ? null : judge(critical).holding },
  };
}

/** What is counted by status is none where only other statuses came: that is what such an objective hopes for. */
function zeroOfStatus(
  objective: Objective,
  measured: Measured,
  selection: Selection,
  cells: Evidence['cells'],
): Measured {
  const { where } = objective;
  const isCount = metricOf(objective).kind === 'counter';
  if (!isCount || where['status'] === undefined || measured.estimate !== null) return measured;
  const others = { ...objective, where: withoutKey(where, 'status') };
  const { samples } = measure(others, gather(cells, others, selection));
  return samples === 0 ? measured : { ...measured, estimate: exactly(0), samples };
}

/** Own metrics of journeys may be those of another scenario's. What a plain script measures is not known. */
function isMeasured({ metric, own, signal }: Objective, { scenario: { journeys }, target }: Plan): boolean {
  if (signal !== undefined) return target.probes?.some((probe) => probe.metric === metric) === true;
  return own === undefined || journeys.length === 0 || journeys.some(({ metrics }) => Object.hasOwn(metrics, metric));
}

function whyUnmeasured({ metric, signal }: Objective, { target }: Plan): string {
  return signal === undefined
    ? `no journey of this scenario measures ${metric}`
    : `no service of ${target.name} is asked for ${metric}`;
}

/** Few samples can prove that the target is missed, but not that the critical limit is kept: that is no warning yet. */
function weigh({ target, critical, measured, minSamples, budget = null }: Finding): ObjectiveVerdict {
  if (budget !== null && isSpentTooFast(budget)) return 'fail';
  if (critical === 'missed') return 'fail';
  if (target === 'holds') return budget !== null && isUnknown(budget) ? 'inconclusive' : 'pass';
  if (target === 'unknown') return 'inconclusive';
  if (critical === null) return 'fail';
  return critical === 'holds' && measured.samples >= minSamples ? 'warn' : 'inconclusive';
}

function explained(
  objective: Objective,
  steps: readonly string[] | null,
  verdict: ObjectiveVerdict,
  { measured, minSamples, windows, budget = null, note = null }: Finding,
): string {
  const { window } = objective;
  const told =
    window === undefined || windows === null
      ? explain(objective, steps, verdict, measured, minSamples)
      : explainWindows(objective, steps, verdict, window, windows, measured.samples, minSamples);
  return [told, ...(budget === null ? [] : [describeBudget(budget)]), ...(note === null ? [] : [note])].join('; ');
}

function resultOf(
  objective: Objective,
  relative: RelativeLimits | null,
  steps: readonly string[] | null,
  verdict: ObjectiveVerdict,
  { measured: { estimate, samples, unfinished }, minSamples, windows, budget = null, firstMissMs = null }: Finding,
  reason: string,
): ObjectiveResult {
  const { name, stat, during, target, critical, because, window } = objective;
  const high = unfinished?.high ?? estimate?.high ?? null;
  const breaches: Breaches | null = windows?.breaches ?? null;
  return {
    ...{ name, kind: 'objective', metric: metricText(objective), stat, during, steps, verdict },
    ...{ where: withoutKey(objective.where, 'step'), window: window ?? null },
    observed: estimate?.value ?? null,
    observedLow: estimate?.low ?? null,
    observedHigh: high === Infinity ? null : high,
    censored: high === Infinity,
    unit: unitOf(metricOf(objective), stat),
    atMost: isAtMost(objective),
    ...{ target, critical, relative, samples, minSamples, breaches, budget },
    ...{ firstMissMs: breaches?.firstMs ?? firstMissMs, reason, because },
  };
}
