import { ProofloadError, type Problem } from '../diagnostic/error.ts';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { PlannedFault } from '../model/plan.ts';
import { kindOf } from './fault-kinds.ts';

/**
 * Makes sure that every fault can be played. Inputs are checked where they are read, with their places; this is what Toxiproxy
 * would accept without a word, or crash on.
 *
 * @throws {ProofloadError} `bad-fault` with all that is wrong.
 */
export function checkFaults(faults: readonly PlannedFault[], edges: ReadonlyMap<string, unknown>): void {
  const problems = faults.flatMap((fault) => problemsOf(fault, edges));
  const ids = faults.map(({ id }) => id);
  const twice = ids.filter((id, i) => ids.indexOf(id) < i);
  problems.push(...twice.map((id) => ({ message: `${id}: there is another fault of that name` })));
  if (problems.length === 0) return;
  throw new ProofloadError('bad-fault', 'the faults cannot be played', { problems });
}

function problemsOf(fault: PlannedFault, edges: ReadonlyMap<string, unknown>): Problem[] {
  const { id, edge, startMs, endMs, action, flapping } = fault;
  const problems = kindOf(action)
    .problems(action)
    .map((message): Problem => ({ message: `${id}: ${message}` }));
  if (!edges.has(edge))
    problems.push({ message: `${id}: there is no edge ${edge}`, hint: didYouMean(edge, edges.keys()) });
  if (!(startMs >= 0 && endMs > startMs && endMs < Infinity)) {
    problems.push({
      message: `${id}: it must begin at 0 or later and end after that, not ${startMs} ms to ${endMs} ms`,
    });
  }
  if (flapping !== undefined && !(flapping.onMs > 0 && flapping.onMs < flapping.periodMs)) {
    problems.push({
      message: `${id}: flapping needs an on-time above 0 and below its period of ${flapping.periodMs} ms, not ${flapping.onMs} ms`,
    });
  }
  return problems;
}
