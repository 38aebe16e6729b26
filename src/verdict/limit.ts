import { metrics } from '../model/slo.ts';
import type { Question } from './metric.ts';
import { provesMiss, type Gathered, type Measured } from './value.ts';

/** `unknown`: too few samples to tell. */
export type Holding = 'holds' | 'missed' | 'unknown';

/** Whether what was measured keeps to a limit; of an interval the side that is worse decides. */
export function holds(
  question: Question,
  gathered: Gathered,
  measured: Measured,
  limit: number,
  minSamples: number,
): Holding {
  const { estimate, samples } = measured;
  if (estimate === null) return 'unknown';
  if (samples < minSamples) return provesMiss(question, gathered, measured, limit) ? 'missed' : 'unknown';
  const kept = metrics[question.metric].atMost ? estimate.high <= limit : estimate.low >= limit;
  return kept ? 'holds' : 'missed';
}
