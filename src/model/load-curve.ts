import type { Span } from './timeline.ts';

/** How much load is meant at a moment: users in a closed profile, arrivals a second in an open one. */
export interface CurvePoint {
  /** Since t0, in ms. */
  readonly atMs: number;
  readonly level: number;
}

/**
 * The load over time: straight lines from point to point, in order of time; two points at the same moment are a step.
 *
 * ```
 *  level      *-----*            { atMs: 0, level: 1 }, { atMs: 4000, level: 1 }, { atMs: 4000, level: 3 }, …
 *             |      \
 *    *--------*       \
 *    0        4        5 s
 * ```
 */
export type LoadCurve = readonly CurvePoint[];

/** The level at a moment; where the curve steps, the level after the step. Before and after the curve it is 0. */
export function levelAt(curve: LoadCurve, atMs: number): number {
  const first = curve[0];
  const last = curve.at(-1);
  if (first === undefined || last === undefined || atMs < first.atMs || atMs >= last.atMs) return 0;
  const next = curve.findIndex((point) => point.atMs > atMs);
  const [from, to] = [curve[next - 1] ?? first, curve[next] ?? last];
  return from.level + ((to.level - from.level) * (atMs - from.atMs)) / (to.atMs - from.atMs);
}

export function highestLevel(curve: LoadCurve): number {
  return Math.max(0, ...curve.map(({ level }) => level));
}

export function lengthOf(curve: LoadCurve): number {
  return curve.at(-1)?.atMs ?? 0;
}

/** When the `user`-th user (from 1) of a closed profile is there: while the level is at least its number. */
export function activeSpans(curve: LoadCurve, user: number): Span[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  curve.slice(1).forEach((to, index) => {
    const from = curve[index] ?? to;
    if (from.atMs === to.atMs || Math.max(from.level, to.level) < user) return;
    const crossMs = from.atMs + ((user - from.level) / (to.level - from.level)) * (to.atMs - from.atMs);
    const span = {
      fromMs: from.level >= user ? from.atMs : crossMs,
      toMs: to.level >= user ? to.atMs : crossMs,
    };
    const open = spans.at(-1);
    if (open?.toMs === span.fromMs) open.toMs = span.toMs;
    else if (span.toMs > span.fromMs) spans.push(span);
  });
  return spans;
}

/** How many arrivals an open profile has had until a moment: the area under its curve. */
export function arrivalsUntil(curve: LoadCurve, untilMs: number): number {
  let total = 0;
  curve.slice(1).forEach((to, index) => {
    const from = curve[index] ?? to;
    const endMs = Math.min(to.atMs, untilMs);
    if (endMs <= from.atMs) return;
    const endLevel = from.level + ((to.level - from.level) * (endMs - from.atMs)) / (to.atMs - from.atMs);
    total += (((from.level + endLevel) / 2) * (endMs - from.atMs)) / 1000;
  });
  return total;
}

/**
 * Tells when the arrival number `n` (from 0) is due, in ms since t0: where the area under the curve reaches `n`.
 * Infinity when the profile has fewer arrivals. It is asked for arrivals in rising order, and goes on where it was: in
 * k6's interpreter the way from the beginning costs as much as a request (70 µs for 19 lines).
 */
export function arrivalClock(curve: LoadCurve): (n: number) => number {
  let index = 1;
  let before = 0;
  return (n) => {
    for (; index < curve.length; index++) {
      const [from, to] = [curve[index - 1], curve[index]];
      if (from === undefined || to === undefined || from.atMs === to.atMs) continue;
      const seconds = (to.atMs - from.atMs) / 1000;
      const area = ((from.level + to.level) / 2) * seconds;
      if (n < before + area) {
        const left = n - before;
        const slope = (to.level - from.level) / seconds;
        // left = level * t + slope / 2 * t², solved in the form that stays exact where the slope is next to nothing.
        const root = Math.sqrt(Math.max(0, from.level * from.level + 2 * slope * left));
        const t = left === 0 ? 0 : (2 * left) / (from.level + root);
        return from.atMs + t * 1000;
      }
      before += area;
    }
    return Infinity;
  };
}
