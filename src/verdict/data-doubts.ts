import { noAuditOf } from '../model/audit.ts';
import type { DataMetric } from '../model/data-metric.ts';
import type { DataResult, ObjectiveResult } from '../model/verdict.ts';

/** Damage to the data that no objective asks for: a pass would be read as if there were none. */
export function unaskedDamage(data: readonly DataResult[], results: readonly ObjectiveResult[]): string[] {
  const isAsked = (metric: DataMetric, ledger: string) =>
    results.some(
      (one) =>
        one.metric === metric &&
        one.verdict !== 'not-evaluated' &&
        one.verdict !== 'info' &&
        (one.where['ledger']?.names.includes(ledger) ?? true),
    );
  return data.flatMap(({ ledger, found, problem, staleReads }) => {
    const unasked = (metric: DataMetric, count: number, what: string) =>
      count === 0 || isAsked(metric, ledger) ? [] : [`${count} ${what}, and no objective is about ${metric}`];
    const stale = unasked('stale_reads', staleReads.count, `reads of ${ledger} missed what was acknowledged before`);
    // A database that is dead after the run says nothing about what it has lost.
    if (found === null) {
      const isKnown = problem === null || problem === noAuditOf(ledger);
      return isKnown ? stale : [...stale, `the writes of ${ledger} are not accounted for: ${problem}`];
    }
    const damage = [
      ['lost_writes', found.lost.count, 'are acknowledged and lost'],
      ['phantom_writes', found.phantom.count, 'are refused and there'],
      ['duplicated_writes', found.duplicated.count, 'are there more than once'],
      ['unexpected_writes', found.unexpected.count, 'are there and were never sent'],
      ['altered_writes', found.altered.count, 'are there with another value'],
    ] as const satisfies readonly (readonly [DataMetric, number, string])[];
    const written = damage.flatMap(([metric, count, what]) =>
      unasked(metric, count, `of the writes of ${ledger} ${what}`),
    );
    return [...written, ...stale];
  });
}
