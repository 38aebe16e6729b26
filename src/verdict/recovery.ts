import { formatDuration } from '../model/duration.ts';
import type { AnyObjective, Objective, RecoveryObjective } from '../model/slo.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import type { Evidence } from './evidence.ts';
import type { FaultWindow } from './fault-window.ts';
import type { Timeline } from './phases.ts';
import { resolveLimits } from './relative.ts';
import { WindowJudge } from './recovery-window.ts';
import { findRecovery, type RecoveryFinding } from './recovery-finding.ts';
import { list } from './wording.ts';

/** Judges a recovery objective by others of `all`: one result for each fault of the run. */
export function judgeRecovery(
  recovery: RecoveryObjective,
  all: readonly AnyObjective[],
  evidence: Evidence,
): ObjectiveResult[] {
  const { windows } = evidence.timeline;
  const { profiles } = recovery;
  const skipAll = (reason: string) =>
    windows.map(({ planned }) => resultOf(recovery, planned.id, { verdict: 'not-evaluated', reason }));

  if (windows.length === 0) {
    return [resultOf(recovery, '*', { verdict: 'not-evaluated', reason: 'this run has no fault to recover from' })];
  }
  if (profiles?.includes(evidence.plan.profile.name) === false)
    return skipAll(`only for the profile ${list(profiles)}`);

  const objectives = recovery.of.flatMap((name) => all.find((one) => one.name === name) ?? []);
  const resolved = objectives
    .filter((one): one is Objective => one.kind === 'objective')
    .map((one) => resolveLimits(one, evidence.cells));
  const unknown = resolved.find((one) => one.unknown !== null);
  if (unknown !== undefined) {
    const reason = `${unknown.objective.name}: ${unknown.unknown ?? ''}`;
    return windows.map(({ planned }) => resultOf(recovery, planned.id, { verdict: 'inconclusive', reason }));
  }
  const judge = new WindowJudge(
    evidence.cells,
    resolved.map(({ objective }) => objective),
  );
  return windows.map((window) => resultOf(recovery, window.planned.id, judgeFault(recovery, window, judge, evidence)));
}

function judgeFault(
  recovery: RecoveryObjective,
  window: FaultWindow,
  judge: WindowJudge,
  { unexercised, timeline }: Evidence,
): RecoveryFinding {
  const why = unexercised.get(window.planned.id)?.why;
  if (why !== undefined) return { verdict: 'inconclusive', reason: `fault not exercised: ${why}` };
  if (judge.objectives.length < recovery.of.length || recovery.of.length === 0) {
    return { verdict: 'inconclusive', reason: `no objective to recover to among ${list(recovery.of) || 'none'}` };
  }
  if (window.releaseMs === Infinity && recovery.since !== 'felt') return neverClean(recovery, window, timeline);
  return findRecovery(recovery, window, judge, timeline);
}

/** Recovery counts from the clean edge, so without one there is no time to tell, only that it is too long. */
function neverClean({ withinMs }: RecoveryObjective, window: FaultWindow, timeline: Timeline): RecoveryFinding {
  const healedMs = window.observed?.healAcknowledgedMs ?? window.observed?.healAskedMs ?? null;
  if (healedMs === null)
    return { verdict: 'inconclusive', reason: 'the load ended while the fault was on', censored: true };
  const next = timeline.windows.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs >= healedMs);
  const waitedMs = Math.min(timeline.endMs, ...next) - healedMs;
  const waited = `within ${formatDuration(Math.max(0, waitedMs))} of being healed, when ${
    next.length === 0 ? 'the load ended' : 'the next fault began'
  }`;
  return waitedMs > withinMs
    ? { verdict: 'fail', reason: `it never became clean ${waited}`, censored: true }
    : { verdict: 'inconclusive', reason: `it had not become clean ${waited}`, censored: true };
}

function resultOf(
  { name, withinMs, since, because }: RecoveryObjective,
  fault: string,
  finding: RecoveryFinding,
): ObjectiveResult {
  return {
    name,
    kind: 'recovery',
    metric: since === 'felt' ? 'rto' : 'recovery',
    stat: null,
    during: [`${since === 'felt' ? 'fault' : 'recovery'}:${fault}`],
    steps: null,
    where: {},
    window: null,
    verdict: finding.verdict,
    observed: finding.observed ?? null,
    observedLow: finding.observedLow ?? null,
    observedHigh: finding.observedHigh ?? null,
    censored: finding.censored ?? false,
    unit: 'ms',
    atMost: true,
    target: withinMs,
    critical: null,
    relative: null,
    samples: finding.samples ?? 0,
    minSamples: finding.minSamples ?? 0,
    breaches: null,
    budget: null,
    firstMissMs: null,
    reason: finding.reason,
    because,
  };
}
