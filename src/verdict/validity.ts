import { formatDuration } from '../model/duration.ts';
import type { RunRecord } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import type { Timeline } from './phases.ts';

/** Everything that makes the numbers of a run doubtful, in sentences. Empty = the run is valid. */
export function findProblems({ manifest, problems, faults }: RunRecord, { endMs, coolDownMs }: Timeline): string[] {
  const { ending, plan, t0 } = manifest;
  const found = [...(ending?.problems ?? []), ...problems];
  if (ending === null) found.unshift(`the run was killed; its record stops after ${formatDuration(endMs)}`);
  if (t0 === null) found.push('the load was never started');
  for (const { id } of faults) {
    if (!plan.faults.some((planned) => planned.id === id))
      found.push(`the record tells of a fault ${id} that was not planned`);
  }
  if (ending?.interrupted !== null || ending.stoppedBy === 'breakpoint' || t0 === null || found.length > 0)
    return found;
  // The load driver tells these with more detail; here they make sure that a stump is never judged as a whole run.
  if (endMs < coolDownMs - slotMs) {
    found.push(`the load ended after ${formatDuration(endMs)} of ${formatDuration(coolDownMs)}`);
  }
  if (ending.k6Exit !== 0)
    found.push(`k6 ended with ${ending.k6Exit === null ? 'a signal' : `exit code ${ending.k6Exit}`}`);
  return found;
}

/**
 * A result in the light of an invalid run: a wrong answer stays wrong whatever disturbed the measurement, so failed
 * checks stand. Times, throughput and failed requests may be the disturbance itself, and nothing can be passed.
 */
export function distrust(result: ObjectiveResult, problem: string): ObjectiveResult {
  const { verdict, metric } = result;
  if (verdict === 'not-evaluated' || verdict === 'inconclusive') return result;
  if (verdict === 'fail' && metric === 'checks') return result;
  return { ...result, verdict: 'inconclusive', reason: `run invalid: ${problem} (${result.reason})` };
}
