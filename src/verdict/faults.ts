import { isAboutFault } from '../model/about-fault.ts';
import { describeFault } from '../model/describe-fault.ts';
import type { DataResult, FaultResult, ObjectiveResult } from '../model/verdict.ts';
import type { Evidence } from './evidence.ts';
import { damageOf } from './fault-damage.ts';
import { gather } from './gather.ts';
import type { Question } from './metric.ts';
import { worstFirst } from './severity.ts';
import { measure } from './value.ts';

const errorRate: Question = { metric: 'error_rate', stat: null, outcome: 'any', where: {} };
const p95: Question = { metric: 'response_time', stat: 'p95', outcome: 'ok', where: {} };

/** What each fault did to the requests that started in it, and how long it took to recover by the first such objective. */
export function faultResults(
  evidence: Evidence,
  results: readonly ObjectiveResult[],
  data: readonly DataResult[],
): FaultResult[] {
  const { windows } = evidence.timeline;
  return windows.map((window) => {
    const { planned, observed } = window;
    const phases = new Set([`fault:${planned.id}`]);
    const inside = (question: Question) => {
      const gathered = gather(evidence.cells, question, { phases, all: false, faults: [planned.id] });
      return measure(question, gathered).estimate?.value ?? null;
    };
    const recovery = results.find(
      ({ kind, during, verdict }) =>
        kind === 'recovery' && verdict !== 'not-evaluated' && during[0] === `recovery:${planned.id}`,
    );
    return {
      id: planned.id,
      on: planned.on,
      description: describeFault(planned),
      plannedStartMs: planned.startMs,
      plannedEndMs: planned.endMs,
      feltMs: observed?.feltMs ?? null,
      cleanMs: observed?.cleanMs ?? null,
      exposedRequests: observed?.exposure?.requests ?? evidence.exposed.get(planned.id) ?? 0,
      exposedConnections: observed?.exposure?.connections ?? null,
      assumed: observed?.assumed ?? false,
      errorRate: inside(errorRate),
      p95Ms: inside(p95),
      recoveryMs: recovery?.observed ?? null,
      recoveryCensored: recovery?.censored ?? false,
      ...worstOf(results, planned.id),
      ...damageOf(window, windows, data),
      escalations: observed?.escalations ?? [],
    };
  });
}

const worstVerdictFirst = ['fail', 'inconclusive', 'warn', 'pass', 'info'] as const;

/** The worst result about a fault, its edge or its recovery, by name or with all others of its kind. */
function worstOf(
  results: readonly ObjectiveResult[],
  id: string,
): Pick<FaultResult, 'worstObjective' | 'worstVerdict'> {
  const about = worstFirst(results.filter(({ during }) => isAboutFault(during, id)));
  for (const verdict of worstVerdictFirst) {
    const found = about.find((result) => result.verdict === verdict);
    if (found !== undefined) return { worstObjective: found.name, worstVerdict: verdict };
  }
  return { worstObjective: null, worstVerdict: null };
}
