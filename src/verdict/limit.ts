import { isAtMost } from '../model/metric.ts';
import { provesMiss, type Gathered, type LimitedQuestion, type Measured } from './value.ts';

/** `unknown`: too few samples to tell. */
export type Holding = 'holds' | 'missed' | 'unknown';

/** Whether what was measured keeps to a limit; of an interval the side that is worse decides. */
export function holds(
  question: LimitedQuestion,
  gathered: Gathered,
  measured: Measured,
  limit: number,
  minSamples: number,
): Holding {
  const { estimate, samples, unfinished } = measured;
  if (estimate === null) return 'unknown';
  if (samples < minSamples) return provesMiss(question, gathered, measured, limit) ? 'missed' : 'unknown';
  if (!isAtMost(question)) {
    if (estimate.low >= limit) return 'holds';
    return unfinished !== null && unfinished.high >= limit ? 'unknown' : 'missed';
  }
  if (estimate.high > limit) return 'missed';
  return unfinished !== null && unfinished.high > limit ? 'unknown' : 'holds';
}
