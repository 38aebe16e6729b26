import { exitCodes } from '../diagnostic/exit-code.ts';
import { formatDuration } from '../model/duration.ts';
import type { RunRecord } from '../model/record.ts';
import type { Slo } from '../model/slo.ts';
import type { ObjectiveResult, ObjectiveVerdict, RunVerdict, Verdict } from '../model/verdict.ts';
import type { Timeline } from './phases.ts';
import { describe } from './wording.ts';
import { worstFirst } from './severity.ts';

type Conclusion = Pick<Verdict, 'verdict' | 'sentence' | 'reasons' | 'exitCode'>;

/** The verdict on the run, from those on its objectives and from what happened to it. */
export function conclude(
  record: RunRecord,
  slo: Slo | null,
  timeline: Timeline,
  found: { readonly problems: readonly string[]; readonly doubts: readonly string[] },
  results: readonly ObjectiveResult[],
): Conclusion {
  const { ending } = record.manifest;
  const told = (verdict: ObjectiveVerdict, lead: string) =>
    worstFirst(results.filter((result) => result.verdict === verdict)).map((result) => `${lead}: ${describe(result)}`);
  const failures = told('fail', 'Fails');
  const halted = earlyEnd(record, timeline);
  const doubts = [...told('inconclusive', 'Inconclusive'), ...found.doubts.map((doubt) => `Inconclusive: ${doubt}`)];
  const warnings = told('warn', 'Warns');
  const left = (ending?.left ?? []).map((what) => `Cleanup is incomplete: ${what}`);
  const stops = interruption(record, timeline);
  const flaws = found.problems.map((problem) => `Invalid: ${problem}`);
  const unshown = [...halted.map((how) => `Inconclusive: ${how}`), ...nothingJudged(slo, results)];

  const reasons = [
    ...reason(left, exitCodes.unclean.code),
    ...reason(stops, ending?.interrupted === 'SIGTERM' ? exitCodes.terminated.code : exitCodes.interrupted.code),
    ...reason(failures, exitCodes.failed.code),
    ...reason([...flaws, ...unshown, ...doubts], exitCodes.invalid.code),
    ...reason(warnings, exitCodes.pass.code),
  ];

  let verdict: RunVerdict = 'pass';
  if (warnings.length > 0) verdict = 'warn';
  // Half a run is no proof of the whole, whatever its half has shown.
  if (doubts.length > 0 || unshown.length > 0 || stops.length > 0) verdict = 'inconclusive';
  if (failures.length > 0) verdict = 'fail';
  if (flaws.length > 0) verdict = 'invalid';

  const main = {
    invalid: [...flaws.slice(0, 1), ...failures.slice(0, 1)],
    fail: failures.slice(0, 1),
    inconclusive: [...unshown, ...doubts].slice(0, 1),
    warn: warnings.slice(0, 1),
    pass: [passes(results)],
  }[verdict];
  return {
    verdict,
    sentence: [
      ...main,
      ...(verdict === 'inconclusive' ? [] : halted.map((how) => `It was ${how}`)),
      ...stops,
      ...left.slice(0, 1),
    ].join('. '),
    reasons,
    exitCode: reasons[0]?.exitCode ?? exitCodes.pass.code,
  };
}

function reason(texts: readonly string[], exitCode: number): { exitCode: number; text: string }[] {
  return texts.map((text) => ({ exitCode, text }));
}

function interruption({ manifest }: RunRecord, { endMs, coolDownMs }: Timeline): string[] {
  const signal = manifest.ending?.interrupted ?? null;
  if (signal === null) return [];
  const how = signal === 'SIGINT' ? 'Interrupted by Ctrl-C' : 'Ended by SIGTERM';
  return [`${how} after ${formatDuration(endMs)} of ${formatDuration(coolDownMs)}`];
}

/** Why the load was ended although it was meant to go on; a rising one is meant to end. */
function earlyEnd({ manifest }: RunRecord, { endMs, coolDownMs }: Timeline): string[] {
  const { stoppedBy, stopReason } = manifest.ending ?? {};
  const when = `after ${formatDuration(endMs)} of ${formatDuration(coolDownMs)}`;
  switch (stoppedBy ?? null) {
    case 'halt':
      return [`halted ${when}: ${stopReason ?? ''}`];
    case 'budget':
      return [`ended ${when}: ${stopReason ?? ''}`];
    case 'require':
      return [`ended ${when}, before the first fault: ${stopReason ?? ''}`];
    case 'breakpoint':
    case null:
      return [];
  }
}

function nothingJudged(slo: Slo | null, results: readonly ObjectiveResult[]): string[] {
  if (slo === null) return ['no SLO file: nothing was judged'];
  const evaluated = results.some(({ verdict }) => verdict !== 'info' && verdict !== 'not-evaluated');
  return evaluated ? [] : ['no objective was evaluated'];
}

function passes(results: readonly ObjectiveResult[]): string {
  const count = (wanted: ObjectiveVerdict) => results.filter(({ verdict }) => verdict === wanted).length;
  const [judged, skipped] = [count('pass'), count('not-evaluated')];
  const objectives = judged === 1 ? 'the one objective holds' : `all ${judged} objectives hold`;
  return `Passes: ${objectives}${skipped === 0 ? '' : ` (${skipped} not evaluated)`}`;
}
