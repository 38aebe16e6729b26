import type { ObjectiveResult } from '../model/verdict.ts';
import { decisiveLimit } from './wording.ts';

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
