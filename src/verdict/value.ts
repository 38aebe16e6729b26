import type { Part, Question } from './metric.ts';
import { countAbove, exactly, percentile, type Estimate } from './quantile.ts';
import { allowedShare, percentOf, significance } from './samples.ts';
import { binomialTail } from './binomial.ts';
import { Tally } from './tally.ts';

/** What was gathered to answer one question. */
export class Gathered {
  readonly good = new Tally();
  readonly bad = new Tally();
  /** Total length of the slots that it was gathered from. */
  durationMs = 0;

  take(part: Part, from: Tally): void {
    if (part !== null) this[part].merge(from);
  }

  merge(other: Gathered): void {
    this.good.merge(other.good);
    this.bad.merge(other.bad);
    this.durationMs += other.durationMs;
  }
}

export interface Measured {
  /** In the metric's unit; null when there was nothing to measure. */
  readonly estimate: Estimate | null;
  readonly samples: number;
  /** Requests that never got as far as to take time, such as refused dials. */
  readonly untimed: number;
}

export function measure({ metric, stat }: Question, { good, bad, durationMs }: Gathered): Measured {
  switch (metric) {
    case 'response_time':
    case 'step_time': {
      const estimate = statistic(good, stat);
      return {
        estimate: estimate && { value: estimate.value / 1000, low: estimate.low / 1000, high: estimate.high / 1000 },
        samples: good.timed,
        untimed: good.count - good.timed,
      };
    }
    case 'error_rate':
      return share(bad.count, good.count + bad.count);
    case 'checks':
      return share(good.nonzero, good.count);
    case 'throughput': {
      const estimate = durationMs > 0 && good.count > 0 ? exactly(good.count / (durationMs / 1000)) : null;
      return { estimate, samples: good.count, untimed: 0 };
    }
  }
}

function share(part: number, of: number): Measured {
  return { estimate: of > 0 ? exactly(part / of) : null, samples: of, untimed: 0 };
}

/** In thousandths. */
function statistic(tally: Tally, stat: string | null): Estimate | null {
  if (tally.timed === 0) return null;
  if (stat === 'max') return exactly(tally.max);
  if (stat === 'min') return exactly(tally.min);
  if (stat === 'mean') return exactly(tally.sum / tally.timed);
  const percent = percentOf(stat);
  return percent === null ? null : percentile(tally, percent);
}

/**
 * Whether samples too few for a value still prove that `limit` is missed.
 *
 * Percentiles and shares: so many on the wrong side would come up in under 5 % of runs that keep to the limit. One
 * sample above a limit on the maximum is enough. More samples could still lower a minimum or a mean, so these prove
 * nothing; a throughput is a count, not a sample, and always does.
 */
export function provesMiss(question: Question, { good, bad }: Gathered, measured: Measured, limit: number): boolean {
  const { metric, stat } = question;
  if (measured.estimate === null) return false;
  if (metric === 'throughput') return measured.estimate.value < limit;
  const allowed = allowedShare(question, limit);
  if (allowed === null) return stat === 'max' && measured.estimate.value > limit;
  let wrong = countAbove(good, limit * 1000);
  if (metric === 'error_rate') wrong = bad.count;
  if (metric === 'checks') wrong = good.count - good.nonzero;
  return binomialTail(wrong, measured.samples, Math.max(0, allowed)) < significance;
}
