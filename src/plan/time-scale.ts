import type { FaultAction } from '../model/fault-action.ts';
import { isCommandAction } from '../model/faults/command.ts';
import { leastFlapMs } from '../model/flapping.ts';
import type { LoadCurve } from '../model/load-curve.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';
import type { Span } from '../model/timeline.ts';

/** All times of a plan, in ms since t0; the curve ends when the load does. */
export interface Times {
  readonly curve: LoadCurve;
  readonly warmUpMs: number;
  readonly faults: readonly PlannedFault[];
  readonly recoveryMs: number;
}

/** What is shorter shows nothing: a hold of the load, a fault, a steady window, the quiet after a fault. */
const leastMs = 3000;

/** A stretch of the timeline, and what may be left of it at least. */
interface Kept extends Span {
  readonly leastMs: number;
}

/**
 * The same plan in `scale` (0-1) of its time. Limits on recovery are the target's and stay, so the quiet after a fault
 * keeps `quietMs` of its time, and so does a command its timeout; nothing keeps more than it had.
 *
 * Every moment of the plan goes to the earliest time that leaves each stretch between two of them what it must keep.
 * So moments keep their order, and what overlaps goes on to.
 *
 * ```
 *  0    warm-up     fault        quiet          fault       0.1 of it, with 10 s of quiet
 *  |------+---------[####]----------------------[####]--|
 *  |-+---[##]------------[##]|
 * ```
 */
export function scaleTime(times: Times, scale: number, quietMs: number): Times {
  if (scale === 1) return times;
  const { curve, warmUpMs, faults, recoveryMs } = times;
  const kept = stretches(times, quietMs);
  const scaled = new Map<number, number>();
  let [before, beforeScaled] = [0, 0];
  for (const moment of momentsOf(times, kept)) {
    const least = kept
      .filter(({ toMs }) => toMs === moment)
      .map((stretch) => (scaled.get(stretch.fromMs) ?? 0) + stretch.leastMs);
    beforeScaled = Math.max(beforeScaled + Math.round(moment * scale) - Math.round(before * scale), ...least);
    before = moment;
    scaled.set(moment, beforeScaled);
  }
  const at = (ms: number) => scaled.get(ms) ?? ms;
  return {
    curve: curve.map(({ atMs, level }) => ({ atMs: at(atMs), level })),
    warmUpMs: at(warmUpMs),
    faults: faults.map((fault) => scaleFault(fault, at(fault.startMs), at(fault.endMs))),
    recoveryMs: Math.floor(recoveryMs * scale),
  };
}

/** How long something must last to count, in `scale` (0-1) of its time. */
export function scaleWindow(ms: number, scale: number): number {
  return Math.max(Math.min(ms, leastMs), Math.round(ms * scale));
}

/** How much quiet judging the recovery from a fault takes: the longest limit with its hold, in ms. */
export function quietFor(slo: Slo | null, profile: string): number {
  const times = (slo?.objectives ?? []).flatMap((one) =>
    one.kind === 'recovery' && (one.profiles?.includes(profile) ?? true) ? [one.withinMs + one.holdMs] : [],
  );
  return Math.max(0, ...times);
}

function momentsOf({ curve, warmUpMs, faults }: Times, kept: readonly Kept[]): number[] {
  const moments = [
    ...curve.map(({ atMs }) => atMs),
    warmUpMs,
    ...faults.flatMap(({ startMs, endMs }) => [startMs, endMs]),
    ...kept.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
  ];
  return [...new Set(moments)].sort((a, b) => a - b);
}

/** Flapping shrinks as its fault does, so that it is on as often; never so far that it could not be felt. */
function scaleFault(fault: PlannedFault, startMs: number, endMs: number): PlannedFault {
  if (fault.flapping === undefined) return { ...fault, startMs, endMs };
  const ratio = (endMs - startMs) / (fault.endMs - fault.startMs);
  const periodMs = Math.max(2 * leastFlapMs, Math.round(fault.flapping.periodMs * ratio));
  const onMs = Math.min(periodMs - leastFlapMs, Math.max(leastFlapMs, Math.round(fault.flapping.onMs * ratio)));
  return { ...fault, startMs, endMs, flapping: { periodMs, onMs } };
}

function stretches({ curve, warmUpMs, faults, recoveryMs }: Times, quietMs: number): Kept[] {
  const totalMs = curve.at(-1)?.atMs ?? 0;
  const holds = curve.slice(1).flatMap((to, index) => {
    const from = curve[index] ?? to;
    return from.level === to.level ? [{ fromMs: from.atMs, toMs: to.atMs }] : [];
  });
  const on = faults.map(({ startMs, endMs, action }) => ({ fromMs: startMs, toMs: endMs, leastMs: leastOf(action) }));
  const disturbed = faults.map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs + recoveryMs }));
  const steady = between([{ fromMs: 0, toMs: warmUpMs }, ...disturbed], totalMs);
  const quiet = between(on, totalMs).filter(({ fromMs }) => on.some(({ toMs }) => toMs === fromMs));
  const keep = (least: number) => (span: Span) => ({ ...span, leastMs: Math.min(least, span.toMs - span.fromMs) });
  return [
    ...[...holds, ...steady].map(keep(leastMs)),
    ...on.map((span) => keep(span.leastMs)(span)),
    ...quiet.map(keep(Math.max(leastMs, quietMs))),
  ];
}

/** A program takes the time that it takes. */
function leastOf(action: FaultAction): number {
  return isCommandAction(action) ? Math.max(leastMs, action.timeoutMs) : leastMs;
}

/** What is left of the run between spans that may overlap. */
function between(spans: readonly Span[], totalMs: number): Span[] {
  const left: Span[] = [];
  let endMs = 0;
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs > endMs) left.push({ fromMs: endMs, toMs: fromMs });
    endMs = Math.max(endMs, toMs);
  }
  if (endMs < totalMs) left.push({ fromMs: endMs, toMs: totalMs });
  return left;
}
