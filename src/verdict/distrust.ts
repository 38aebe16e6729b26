import { isDataMetric } from '../model/data-metric.ts';
import { formatDuration } from '../model/duration.ts';
import type { ObjectiveResult } from '../model/verdict.ts';

/** What is there or not is so whatever disturbed the load; how long before a fault it was written may not be. */
const isDataCount = (metric: string) => isDataMetric(metric) && metric !== 'rpo';

/**
 * Results of a run whose load generator, or whose record, cannot be trusted: a wrong answer stays wrong whatever
 * disturbed the measurement, so failed checks and lost writes stand, and so do failed steps that are too many without those that got no
 * answer. Times, throughput and time-outs may be the disturbance itself, and nothing can be passed. Where a part of the
 * harness failed that an edge runs through, wrong answers may be its doing from then on.
 *
 * @param answered the same, judged without the failures that the disturbance may have caused
 * @param lostMs when that part failed; null = none did
 */
export function distrust(
  results: readonly ObjectiveResult[],
  answered: readonly ObjectiveResult[],
  problem: string,
  lostMs: number | null,
): ObjectiveResult[] {
  const sinceThen = lostMs === null ? [] : [`what came after an edge was lost at ${formatDuration(lostMs)}`];
  return results.map((result, index) => {
    if (result.verdict !== 'fail') return doubtful(result, problem);
    if (isDataCount(result.metric)) return result;
    const still = answered[index];
    if (still?.verdict !== 'fail') return doubtful(result, problem);
    if (result.metric === 'checks') return without(still, sinceThen);
    if (result.metric === 'error_rate') return without(still, ['what got no answer', ...sinceThen]);
    return doubtful(result, problem);
  });
}

function without(result: ObjectiveResult, excused: readonly string[]): ObjectiveResult {
  return excused.length === 0 ? result : { ...result, reason: `${result.reason}, without ${excused.join(' and ')}` };
}

/** Results under less load than was meant: more of it would have failed as well, and may not have passed. */
export function distrustPasses(results: readonly ObjectiveResult[], problem: string): ObjectiveResult[] {
  return results.map((result) => (result.verdict === 'fail' ? result : doubtful(result, problem)));
}

function doubtful(result: ObjectiveResult, problem: string): ObjectiveResult {
  const { verdict, reason } = result;
  if (verdict === 'not-evaluated' || verdict === 'inconclusive') return result;
  return { ...result, verdict: 'inconclusive', reason: `run invalid: ${problem} (${reason})` };
}
