import { isAtMost, metricOf } from '../model/metric.ts';
import type { Objective } from '../model/slo.ts';
import type { Cell } from '../model/cell.ts';
import type { Part, Question } from './metric.ts';
import { countAbove, countBelow, exactly, percentile, type Estimate } from './quantile.ts';
import { allowedShare, percentOf, significance } from './samples.ts';
import { binomialTail } from './binomial.ts';
import { Tally, together } from './tally.ts';

/** What was gathered to answer one question. */
export class Gathered {
  readonly good = new Tally();
  readonly bad = new Tally();
  /** Total length of the slots that it was gathered from. */
  durationMs = 0;

  take(part: Part, from: Tally): void {
    if (part === 'good' || part === 'both') this.good.merge(from);
    if (part === 'bad' || part === 'both') this.bad.merge(from);
  }

  add(part: Part, cell: Cell): void {
    if (part === 'good' || part === 'both') this.good.add(cell);
    if (part === 'bad' || part === 'both') this.bad.add(cell);
  }

  merge(other: Gathered): void {
    this.good.merge(other.good);
    this.bad.merge(other.bad);
    this.durationMs += other.durationMs;
  }
}

export interface Measured {
  /** In the statistic's unit; null when there was nothing to measure. */
  readonly estimate: Estimate | null;
  readonly samples: number;
  /** Requests that never got as far as to take time, such as refused dials. */
  readonly untimed: number;
  /** What had not ended when the load did: `estimate` takes it as lasting for so long only; null = all had ended. */
  readonly unfinished: Unfinished | null;
}

export interface Unfinished {
  readonly count: number;
  /** The value at the most, should none of them ever end. */
  readonly high: number;
}

export function measure(question: Question, gathered: Gathered): Measured {
  const { good, durationMs } = gathered;
  const { kind } = metricOf(question);
  switch (kind) {
    case 'trend':
    case 'gauge':
      return measureValues(question, gathered);
    case 'rate': {
      const { part, of } = shareOf(question, gathered);
      return { estimate: of > 0 ? exactly(part / of) : null, samples: of, untimed: 0, unfinished: null };
    }
    case 'counter': {
      const total = totalOf(question.metric, good);
      const value = question.stat === 'count' ? total : total / (durationMs / 1000);
      const isKnown = good.count > 0 && Number.isFinite(value);
      return { estimate: isKnown ? exactly(value) : null, samples: good.count, untimed: 0, unfinished: null };
    }
    case 'ratio': {
      const { of = question, per = question } = question.ratio ?? {};
      const whole = totalOf(per.metric, good);
      const estimate = whole > 0 ? exactly(totalOf(of.metric, gathered.bad) / whole) : null;
      return { estimate, samples: good.count, untimed: 0, unfinished: null };
    }
  }
}

/** What was counted: requests by themselves, else the sum of what the samples say. */
function totalOf(metric: string, tally: Tally): number {
  return metric === 'throughput' ? tally.count : tally.sum / 1000;
}

function measureValues(question: Question, { good, bad }: Gathered): Measured {
  const { hasZeros } = metricOf(question);
  const ended = hasZeros ? good.withZeros() : good;
  const all = bad.count === 0 ? ended : together([ended, bad.withZeros()]);
  const high = bad.count === 0 ? null : statistic(ended, question.stat, bad.count)?.high;
  const inUnits = (thousandths: number) => thousandths / 1000;
  const estimate = statistic(all, question.stat);
  return {
    estimate: estimate && {
      value: inUnits(estimate.value),
      low: inUnits(estimate.low),
      high: inUnits(estimate.high),
    },
    samples: all.timed,
    untimed: good.count - ended.timed,
    unfinished: high == null ? null : { count: bad.count, high: inUnits(high) },
  };
}

/** Of failed and limited steps the gatherer has told which are which; of checks and own shares each sample tells itself. */
function shareOf({ metric }: Question, { good, bad }: Gathered): { part: number; of: number } {
  const isOfSteps = metric === 'error_rate' || metric === 'limited_rate';
  return isOfSteps ? { part: bad.count, of: good.count + bad.count } : { part: good.nonzero, of: good.count };
}

/** In thousandths. @param endless how many samples more there are that are longer than any */
function statistic(tally: Tally, stat: string | null, endless = 0): Estimate | null {
  const percent = percentOf(stat);
  if (percent !== null) return percentile(tally, percent, endless);
  if (endless > 0 && (stat !== 'min' || tally.timed === 0)) return exactly(Infinity);
  if (tally.timed === 0) return null;
  if (stat === 'max') return exactly(tally.max);
  if (stat === 'min') return exactly(tally.min);
  if (stat === 'mean') return exactly(tally.sum / tally.timed);
  return null;
}

export type LimitedQuestion = Question & Pick<Objective, 'atMost'>;

/**
 * Whether samples too few for a value still prove that `limit` is missed.
 *
 * Percentiles and shares: so many on the wrong side would come up in under 5 % of runs that keep to the limit. One
 * sample beyond a limit on the maximum or minimum is enough. More samples could still lower a minimum or change a mean, so
 * these prove nothing; what is counted is no sample, and always does.
 */
export function provesMiss(question: LimitedQuestion, gathered: Gathered, measured: Measured, limit: number): boolean {
  const { estimate, samples } = measured;
  if (estimate === null) return false;
  const atMost = isAtMost(question);
  const { kind } = metricOf(question);
  if (kind === 'counter') return atMost ? estimate.value > limit : estimate.value < limit;
  // What a ratio is of is not drawn from what it is counted for: it may even be more.
  if (kind === 'ratio') return false;
  const allowed = allowedShare(question, limit);
  if (allowed === null) {
    return atMost
      ? question.stat === 'max' && estimate.value > limit
      : question.stat === 'min' && estimate.value < limit;
  }
  const counted = countWrong(question, gathered, limit);
  return counted !== null && binomialTail(counted.wrong, samples, Math.max(0, allowed)) < significance;
}

/** How many samples are certainly on the wrong side of a limit on a percentile or a share; null for other statistics. */
export function countWrong(
  question: LimitedQuestion,
  gathered: Gathered,
  limit: number,
): { readonly wrong: number; readonly of: number } | null {
  const atMost = isAtMost(question);
  const { kind, hasZeros } = metricOf(question);
  if (kind === 'rate') {
    const { part, of } = shareOf(question, gathered);
    return { wrong: atMost ? part : of - part, of };
  }
  if (percentOf(question.stat) === null) return null;
  const ended = hasZeros ? gathered.good.withZeros() : gathered.good;
  const { bad } = gathered;
  // What has not ended is above a limit once it has lasted for longer, and is never surely below one.
  const wrong = atMost
    ? countAbove(ended, limit * 1000) + countAbove(bad, limit * 1000)
    : countBelow(ended, limit * 1000);
  return { wrong, of: ended.timed + bad.count };
}
