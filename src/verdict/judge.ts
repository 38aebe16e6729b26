import { describeLoad } from '../model/describe-load.ts';
import type { RunRecord } from '../model/record.ts';
import type { Slo } from '../model/slo.ts';
import type { ObjectiveResult, Verdict } from '../model/verdict.ts';
import type { GroupedCells } from './cells.ts';
import { findBreakpoint, overloadFrom } from './breakpoint.ts';
import { judgeBreakpoint } from './breakpoint-objective.ts';
import { courseOf } from './course.ts';
import { conclude } from './conclusion.ts';
import { doubtsOf } from './doubts.ts';
import { dataResults } from './data.ts';
import { unaskedDamage } from './data-doubts.ts';
import { judgeData } from './data-objective.ts';
import { environmentOf } from './environment.ts';
import { gatherEvidence, type Evidence } from './evidence.ts';
import { errorResults } from './errors.ts';
import { faultResults } from './faults.ts';
import { judgeObjective } from './objective.ts';
import { phaseSpans } from './phases.ts';
import { judgeRecovery } from './recovery.ts';
import { signalResults } from './signals.ts';
import { withSeverity } from './severity.ts';
import { stepResults, totalResult } from './steps.ts';
import { excuseUnanswered } from './excuse.ts';
import { excuseSince } from './lost-edge.ts';
import { distrust, distrustPasses } from './distrust.ts';
import { thresholdResults } from './thresholds.ts';
import { checkValidity, findProblems, problemsOf } from './validity.ts';

/** Judges a recorded run by an SLO file; null = nothing is judged. The same input gives the same verdict, byte for byte. */
export function judge(record: RunRecord, slo: Slo | null): Verdict {
  const { manifest, digests, series } = record;
  const { plan } = manifest;
  const breakpoint = findBreakpoint(record, slo);
  const overloadMs = overloadFrom(breakpoint);
  const evidence = gatherEvidence(record, overloadMs);
  const validity = checkValidity(record, evidence);
  const [incidents, flaws] = [findProblems(record, evidence), problemsOf(validity.generator)];
  const problems = [...incidents, ...flaws];
  const shortfalls = problemsOf(validity.arrivals);
  const [[problem], [shortfall]] = [problems, shortfalls];

  const data = dataResults(record);
  const asked = slo?.objectives ?? [];
  const judged = (one: (typeof asked)[number], by: Evidence): ObjectiveResult[] => {
    if (one.kind === 'breakpoint') return [judgeBreakpoint(one, plan.profile, breakpoint)];
    if (one.kind === 'data') return [judgeData(one, plan, data)];
    return one.kind === 'objective' ? [judgeObjective(one, by)] : judgeRecovery(one, asked, by);
  };
  const lostMs = manifest.ending?.edgeLostMs ?? null;
  const excused =
    problem === undefined ? evidence : gatherEvidence(excuseSince(excuseUnanswered(record), lostMs), overloadMs);
  const trusted = (one: (typeof asked)[number]): ObjectiveResult[] => {
    const results = judged(one, evidence);
    if (problem !== undefined) return distrust(results, judged(one, excused), problem, lostMs);
    return shortfall === undefined ? results : distrustPasses(results, shortfall);
  };
  const objectives = asked.flatMap((one) => trusted(one).map((result) => withSeverity(result, one.severity)));
  const { verdict, sentence, reasons, exitCode } = conclude(
    record,
    slo,
    evidence.timeline,
    {
      problems: [...problems, ...shortfalls],
      doubts: [...(slo?.unread ?? []), ...doubtsOf(evidence, record, objectives), ...unaskedDamage(data, objectives)],
    },
    objectives,
  );

  const { seconds, trends } = courseOf(evidence);
  return {
    version: 1,
    verdict,
    sentence,
    reasons,
    exitCode,
    runId: manifest.runId,
    experiment: plan.experiment,
    scenario: plan.scenario.name,
    profile: plan.profile.name,
    loadModel: plan.profile.model,
    timeScale: plan.timeScale,
    tags: plan.tags,
    repeatable: flaws.length > 0 && incidents.length === 0 && shortfalls.length === 0,
    rerunOf: manifest.rerunOf ?? null,
    target: plan.target.name,
    targetOptions: plan.target.options,
    faultParams: Object.fromEntries(
      Object.entries(plan.faultParams ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    faultSeed: plan.faultSeed ?? null,
    build: plan.build,
    command: manifest.command,
    load: describeLoad(plan.profile),
    environment: environmentOf(manifest),
    startedAt: manifest.startedAt,
    durationMs: evidence.timeline.endMs,
    sloFile: slo?.file ?? null,
    requests: countRequests(evidence.cells),
    scriptErrors: manifest.ending?.scriptErrors ?? [],
    digests,
    objectives,
    phases: phaseSpans(evidence.timeline),
    faults: faultResults(evidence, objectives, data),
    steps: stepResults(evidence, trends),
    total: totalResult(evidence),
    errors: errorResults(series, manifest.ending),
    seconds,
    signals: signalResults(record.sampled, plan.target),
    validity: [...validity.arrivals, ...validity.generator],
    breakpoint,
    thresholds: thresholdResults(record, evidence),
    data,
  };
}

function countRequests({ pools, series }: GroupedCells): number {
  const counts = pools.flatMap(({ tallies }) => series.map(({ type }, i) => (type === 'http' ? tallies[i]?.count : 0)));
  return counts.reduce<number>((total, count = 0) => total + count, 0);
}
