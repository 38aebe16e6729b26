import type { Severity } from '../model/slo.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { decisiveLimit } from './wording.ts';

/** What a result does to the run, by what its objective says: of what is only told, the reason says what it would be. */
export function withSeverity(result: ObjectiveResult, severity: Severity = 'fail'): ObjectiveResult {
  const { verdict, reason } = result;
  if (severity === 'fail' || verdict === 'not-evaluated' || verdict === 'info') return result;
  if (severity === 'warn') return verdict === 'fail' ? { ...result, verdict: 'warn' } : result;
  return { ...result, verdict: 'info', reason: `${told[verdict]}: ${reason}` };
}

const told = { pass: 'holds', warn: 'missed', fail: 'missed', inconclusive: 'unknown' } as const;

/** How many times worse than its limit a result is; a broken limit of zero is the worst there is. */
function severity(result: ObjectiveResult): number {
  const { observed, atMost, censored } = result;
  if (observed === null) return censored ? Infinity : 0;
  const limit = decisiveLimit(result);
  const [worse, better] = atMost ? [observed, limit] : [limit, observed];
  return better === 0 ? Infinity : worse / better;
}

/** Equally bad ones stay in the order of the SLO file. */
export function worstFirst(results: readonly ObjectiveResult[]): ObjectiveResult[] {
  return [...results].sort((a, b) => {
    const [left, right] = [severity(a), severity(b)];
    return left === right ? 0 : right - left;
  });
}
