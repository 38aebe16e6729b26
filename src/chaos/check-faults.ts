import { ProofloadError, type Problem } from '../diagnostic/error.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { BreakableOf } from './breakable.ts';

/**
 * Makes sure that every fault can be played. Inputs are checked where they are read, with their places; this is what Toxiproxy
 * would accept without a word, or crash on.
 *
 * @throws {ProofloadError} `bad-fault` with all that is wrong.
 */
export function checkFaults(faults: readonly PlannedFault[], breakableOf: BreakableOf): void {
  const problems = faults.flatMap((fault) => problemsOf(fault, breakableOf));
  const ids = faults.map(({ id }) => id);
  const twice = ids.filter((id, i) => ids.indexOf(id) < i);
  problems.push(...twice.map((id) => ({ message: `${id}: there is another fault of that name` })));
  if (problems.length === 0) return;
  throw new ProofloadError('bad-fault', 'the faults cannot be played', { problems });
}

function problemsOf(fault: PlannedFault, breakableOf: BreakableOf): Problem[] {
  const { id, on, startMs, endMs, action, flapping } = fault;
  const broken = breakableOf(fault);
  const wrong = broken?.problems(action) ?? [`there is no ${on} that it could be put on`];
  const problems = wrong.map((message): Problem => ({ message: `${id}: ${message}` }));
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
