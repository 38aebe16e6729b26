import { dataMetrics, type DataMetric } from '../model/data-metric.ts';
import type { Plan } from '../model/plan.ts';
import type { DataObjective } from '../model/slo.ts';
import type { DataResult, ObjectiveResult, ObjectiveVerdict } from '../model/verdict.ts';
import { against, list } from './wording.ts';

/** What one ledger says to a data objective; null `high` = nobody knows how much. */
interface Answer {
  readonly low: number;
  readonly high: number | null;
  /** Writes or reads that it is of. */
  readonly samples: number;
}

/**
 * Judges what an audit found. Of several ledgers writes and reads are added up; of recovery points the worst counts.
 * Without a ledger, an audit, or anything in them nothing is passed; what was found elsewhere may be too much already.
 */
export function judgeData(objective: DataObjective, plan: Plan, all: readonly DataResult[]): ObjectiveResult {
  const { metric, ledger, profiles, target } = objective;
  const conclude = (verdict: ObjectiveVerdict, reason: string, answer?: Answer) =>
    resultOf(objective, verdict, reason, answer);
  if (profiles?.includes(plan.profile.name) === false) {
    return conclude('not-evaluated', `only for the profile ${list(profiles)}`);
  }
  const asked = all.filter((one) => ledger === null || one.ledger === ledger);
  if (asked.length === 0) {
    const which = ledger === null ? 'a ledger' : `the ledger ${ledger}`;
    return conclude('inconclusive', `no journey of this scenario keeps ${which}`);
  }
  if (metric === 'rpo' && plan.faults.length === 0) {
    return conclude('not-evaluated', 'this run has no fault that anything could be lost by');
  }
  const gaps = asked.flatMap((one) => gapOf(metric, one) ?? []);
  const answer = together(
    metric,
    asked.flatMap((one) => answerOf(metric, one) ?? []),
  );
  const { unit } = dataMetrics[metric];
  const told = `${metric} ${against(answer.low, target, unit, true)}`;
  const detail = asked.map((one) => describe(metric, one)).join('; ');
  if (answer.low > target) return conclude('fail', `${told}; ${detail}`, answer);
  if (gaps.length > 0) return conclude('inconclusive', gaps.join('; '), answer);
  if (answer.high === null || answer.high > target) {
    return conclude('inconclusive', `${told}, and it may be more; ${detail}`, answer);
  }
  return conclude('pass', `${told}; ${detail}`, answer);
}

/** Why a ledger gives no answer, or not a whole one; null where it does. */
function gapOf(metric: DataMetric, one: DataResult): string | null {
  const { ledger, writes, problem } = one;
  if (problem !== null && !(metric === 'unknown_writes' || metric === 'stale_reads')) return `${ledger}: ${problem}`;
  if (writes === 0) return problem === null ? `${ledger}: nothing was written` : `${ledger}: ${problem}`;
  if (answerOf(metric, one)?.samples !== 0) return null;
  const nothing = {
    lost_writes: 'no write was acknowledged',
    rpo: 'no write was acknowledged',
    altered_writes: 'no value was compared',
    stale_reads: 'nothing that was acknowledged was read',
  } as const satisfies Partial<Record<DataMetric, string>>;
  return `${ledger}: ${nothing[metric as keyof typeof nothing]}`;
}

function answerOf(metric: DataMetric, one: DataResult): Answer | null {
  const { writes, acknowledged, unknown, reads, staleReads, found, rpo } = one;
  const exactly = (count: number, samples: number): Answer => ({ low: count, high: count, samples });
  if (metric === 'unknown_writes') return exactly(unknown, writes);
  if (metric === 'stale_reads') return exactly(staleReads.count, reads);
  if (found === null) return null;
  switch (metric) {
    case 'lost_writes':
      return exactly(found.lost.count, acknowledged);
    case 'phantom_writes':
      return exactly(found.phantom.count, writes);
    case 'duplicated_writes':
      return exactly(found.duplicated.count, writes);
    case 'unexpected_writes':
      return exactly(found.unexpected.count, writes);
    case 'altered_writes':
      return exactly(found.altered.count, found.compared);
    case 'rpo':
      return rpo === null ? null : { low: rpo.lowMs, high: rpo.highMs, samples: acknowledged };
  }
}

function together(metric: DataMetric, answers: readonly Answer[]): Answer {
  const join = metric === 'rpo' ? Math.max : (a: number, b: number) => a + b;
  return answers.reduce(
    (sum, one) => ({
      low: join(sum.low, one.low),
      high: sum.high === null || one.high === null ? null : join(sum.high, one.high),
      samples: sum.samples + one.samples,
    }),
    { low: 0, high: 0, samples: 0 },
  );
}

/** `orders: 1204 of 1210 writes acknowledged, 2 refused, 4 unknown`, and what it is about. */
function describe(
  metric: DataMetric,
  { ledger, writes, acknowledged, refused, unknown, reads, staleForMs }: DataResult,
) {
  if (metric === 'stale_reads')
    return `${ledger}: ${reads} reads of what was acknowledged, stale for ${staleForMs} ms at most`;
  return `${ledger}: of ${writes} writes ${acknowledged} were acknowledged, ${refused} refused, ${unknown} unknown`;
}

function resultOf(
  { name, metric, ledger, target, because }: DataObjective,
  verdict: ObjectiveVerdict,
  reason: string,
  answer?: Answer,
): ObjectiveResult {
  const isKnown = answer !== undefined && answer.samples > 0;
  return {
    name,
    kind: 'objective',
    metric,
    stat: null,
    during: ['all'],
    steps: null,
    where: ledger === null ? {} : { ledger: { not: false, names: [ledger] } },
    window: null,
    verdict,
    observed: isKnown ? answer.low : null,
    observedLow: isKnown ? answer.low : null,
    observedHigh: isKnown ? answer.high : null,
    censored: isKnown && answer.high === null,
    unit: dataMetrics[metric].unit,
    atMost: true,
    target,
    critical: null,
    relative: null,
    samples: answer?.samples ?? 0,
    minSamples: 1,
    breaches: null,
    budget: null,
    firstMissMs: null,
    reason,
    because,
  };
}
