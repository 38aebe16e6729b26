import type { RunRecord } from '../model/record.ts';
import type { Slo } from '../model/slo.ts';
import type { Verdict } from '../model/verdict.ts';
import { findBreakpoint, overloadFrom } from './breakpoint.ts';
import { judgeBreakpoint } from './breakpoint-objective.ts';
import { conclude } from './conclusion.ts';
import { doubtsOf } from './doubts.ts';
import { gatherEvidence } from './evidence.ts';
import { faultResults } from './faults.ts';
import { judgeObjective } from './objective.ts';
import { phaseSpans } from './phases.ts';
import { judgeRecovery } from './recovery.ts';
import { secondResults } from './seconds.ts';
import { stepResults } from './steps.ts';
import { distrust, findProblems } from './validity.ts';

/** Judges a recorded run by an SLO file; null = nothing is judged. The same input gives the same verdict, byte for byte. */
export function judge(record: RunRecord, slo: Slo | null): Verdict {
  const { manifest, digests, series } = record;
  const { plan } = manifest;
  const breakpoint = findBreakpoint(record, slo);
  const evidence = gatherEvidence(record, overloadFrom(breakpoint));
  const problems = findProblems(record, evidence.timeline);
  const [problem] = problems;

  const asked = slo?.objectives ?? [];
  const objectives = asked
    .flatMap((one) => {
      if (one.kind === 'breakpoint') return judgeBreakpoint(one, plan.profile, breakpoint);
      return one.kind === 'objective' ? judgeObjective(one, evidence) : judgeRecovery(one, asked, evidence);
    })
    .map((result) => (problem === undefined ? result : distrust(result, problem)));
  const { verdict, sentence, reasons, exitCode } = conclude(
    record,
    slo,
    evidence.timeline,
    { problems, doubts: doubtsOf(evidence, record) },
    objectives,
  );

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
    rerunOf: manifest.rerunOf ?? null,
    target: plan.target.name,
    targetOptions: plan.target.options,
    build: plan.build,
    startedAt: manifest.startedAt,
    durationMs: evidence.timeline.endMs,
    sloFile: slo?.file ?? null,
    requests: countRequests(series),
    scriptErrors: manifest.ending?.scriptErrors ?? [],
    digests,
    objectives,
    phases: phaseSpans(evidence.timeline),
    faults: faultResults(evidence, objectives),
    steps: stepResults(evidence),
    seconds: secondResults(evidence.cells, plan.profile, series),
    validity: [],
    breakpoint,
    thresholds: [],
  };
}

function countRequests(series: RunRecord['series']): number {
  let requests = 0;
  for (const { type, cells } of series) if (type === 'http') for (const { count } of cells) requests += count;
  return requests;
}
