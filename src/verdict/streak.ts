import type { Span } from '../model/timeline.ts';
import type { Breaches } from '../model/verdict.ts';
import type { Holding } from './limit.ts';
import type { Estimate } from './quantile.ts';

/** A stretch of a phase that was judged by itself. `unknown`: too few samples to tell. */
export interface Bucket extends Span {
  readonly state: 'good' | 'bad' | 'unknown';
  /** Null where there was nothing to measure. */
  readonly value: Estimate | null;
}

/** Buckets one after another without a gap, within one phase. */
export type Buckets = readonly Bucket[];

export interface WindowFinding {
  readonly holding: Holding;
  /** The value that decided, comparable to the limit; null where no stretch is as long as the window, or nothing is known. */
  readonly value: Estimate | null;
  readonly breaches: Breaches;
  /** How many buckets there are, and how many of them are unknown or bad. */
  readonly count: number;
  readonly unknown: number;
  readonly bad: number;
}

/**
 * Whether a limit was missed all through some stretch of `lengthMs`.
 *
 * ```
 *   bad bad  ?  bad good bad        the streak is 3 buckets: what is unknown neither goes on nor breaks off
 * ```
 *
 * It holds when it would hold even if all that is unknown were bad. The value is the highest (of limits from below the
 * lowest) that was kept up for so long.
 *
 * @param spans disjoint buckets, in order of time; a streak never goes from one span to the next
 */
export function judgeSustained(spans: readonly Buckets[], lengthMs: number, atMost: boolean): WindowFinding {
  const found = summarise(spans);
  const worst = Math.max(0, ...spans.flatMap((span) => streaks(span, true)));
  const isLong = spans.some((span) => lengthOf(span) >= lengthMs);
  const holding = found.breaches.longestMs >= lengthMs ? 'missed' : !isLong || worst >= lengthMs ? 'unknown' : 'holds';
  return { ...found, holding, value: keptUp(spans, lengthMs, atMost) };
}

/**
 * Whether more than the share `allowed` of windows miss a limit.
 *
 * It holds when it would hold even if all that is unknown were bad. The value is that of the worst window, or of the worst
 * after those that are allowed to be bad.
 *
 * @param spans overlapping windows of one length, in order of time
 */
export function judgeRolling(spans: readonly Buckets[], allowed: number, atMost: boolean): WindowFinding {
  const found = summarise(spans);
  const { count, bad, unknown } = found;
  // 1e-9: 2 % of 50 windows is one, whatever the product of the two floats is.
  const most = Math.floor(allowed * count + 1e-9);
  const holding = bad > most ? 'missed' : count === 0 || bad + unknown > most ? 'unknown' : 'holds';
  const values = spans.flat().flatMap(({ state, value }) => (state === 'unknown' ? [] : (value ?? [])));
  const rank = Math.min(most, values.length - 1);
  const ranked = (side: (value: Estimate) => number): number =>
    values.map(side).sort((a, b) => (atMost ? b - a : a - b))[rank] ?? NaN;
  return { ...found, holding, value: values.length === 0 ? null : eachSide(ranked) };
}

type Summary = Pick<WindowFinding, 'breaches' | 'count' | 'unknown' | 'bad'>;

function summarise(spans: readonly Buckets[]): Summary {
  const all = spans.flat();
  const bad = all.filter(({ state }) => state === 'bad');
  return {
    breaches: {
      firstMs: bad[0]?.fromMs ?? null,
      longestMs: Math.max(0, ...spans.flatMap((span) => streaks(span, false))),
      totalMs: spans.reduce((total, span) => total + covered(span.filter(({ state }) => state === 'bad')), 0),
    },
    count: all.length,
    unknown: all.filter(({ state }) => state === 'unknown').length,
    bad: bad.length,
  };
}

/** Lengths of the stretches that hold no good bucket. @param pessimistic whether what is unknown counts as bad */
function streaks(span: Buckets, pessimistic: boolean): number[] {
  const lengths: number[] = [];
  let streak: Bucket[] = [];
  for (const bucket of span) {
    if (bucket.state === 'good') {
      lengths.push(covered(streak));
      streak = [];
    } else if (bucket.state === 'bad' || pessimistic) {
      streak.push(bucket);
    }
  }
  return [...lengths, covered(streak)];
}

/** How much time lies in at least one of the buckets. */
function covered(buckets: Buckets): number {
  let [total, untilMs] = [0, -Infinity];
  for (const { fromMs, toMs } of buckets) {
    total += Math.max(0, toMs - Math.max(fromMs, untilMs));
    untilMs = Math.max(untilMs, toMs);
  }
  return total;
}

function lengthOf(span: Buckets): number {
  return (span.at(-1)?.toMs ?? 0) - (span[0]?.fromMs ?? 0);
}

/** The best value within each stretch of `lengthMs`, of that stretch where it is worst; what is unknown is passed over. */
function keptUp(spans: readonly Buckets[], lengthMs: number, atMost: boolean): Estimate | null {
  const [best, worst] = atMost ? [Math.min, Math.max] : [Math.max, Math.min];
  let found: Estimate | null = null;
  for (const span of spans) {
    const known = span.filter(({ state, value }) => state !== 'unknown' && value !== null);
    for (let first = 0; first < known.length; first++) {
      let kept: Estimate | null = null;
      let length = 0;
      for (let at = first; at < known.length && length < lengthMs; at++) {
        const { fromMs, toMs, value } = known[at] as Bucket & { value: Estimate };
        kept = combined(kept, value, best);
        length += toMs - fromMs;
      }
      if (length >= lengthMs && kept !== null) found = combined(found, kept, worst);
    }
  }
  return found;
}

function combined(one: Estimate | null, other: Estimate, choose: (a: number, b: number) => number): Estimate {
  return one === null ? other : eachSide((side) => choose(side(one), side(other)));
}

/** Extremes and ranks of values lie between the same extremes and ranks of their bounds. */
function eachSide(of: (side: (value: Estimate) => number) => number): Estimate {
  return { value: of(({ value }) => value), low: of(({ low }) => low), high: of(({ high }) => high) };
}
