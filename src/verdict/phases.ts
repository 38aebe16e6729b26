import type { RunRecord } from '../model/record.ts';
import { longestMs, slotEnd, slotMs, type Span } from '../model/timeline.ts';
import type { PhaseSpan } from '../model/verdict.ts';
import { faultWindows, nextDisturbance, type FaultWindow } from './fault-window.ts';

/** The run cut into phases, at the fault edges that were observed. Times in ms since t0. */
export interface Timeline {
  readonly windows: readonly FaultWindow[];
  readonly recoveries: readonly (Span & { readonly fault: string })[];
  readonly recoveryMs: number;
  readonly warmUpMs: number;
  /** From here on a rising load was more than what passed. */
  readonly overloadMs: number;
  /** The load begins to stop here; what starts later is cool-down. */
  readonly coolDownMs: number;
  /** The load has ended. */
  readonly endMs: number;
  /** Where slots are fine. */
  readonly fine: readonly Span[];
}

/** @param overloadMs where a rising load became too much */
export function cutTimeline(record: RunRecord, overloadMs = Infinity): Timeline {
  const { plan, ending } = record.manifest;
  const windows = faultWindows(record);
  return {
    windows,
    recoveries: windows.map((window) => ({
      fault: window.planned.id,
      fromMs: window.releaseMs,
      toMs: Math.min(window.releaseMs + plan.recoveryMs, nextDisturbance(window, windows).atMs),
    })),
    recoveryMs: plan.recoveryMs,
    warmUpMs: plan.profile.warmUpMs,
    overloadMs,
    coolDownMs: plan.profile.durationMs,
    endMs: Math.max(0, ending?.loadMs ?? lastSlotEnd(record)),
    fine: plan.fine,
  };
}

/** A killed run has no ending; its load is known up to its last cell. One that ends long after the load does is damaged. */
function lastSlotEnd({ manifest, series }: RunRecord): number {
  const latestMs = manifest.plan.profile.durationMs + longestMs;
  let last = -Infinity;
  for (const { cells } of series) for (const { endMs } of cells) if (endMs > last && endMs < latestMs) last = endMs;
  return last === -Infinity ? 0 : slotEnd(last, manifest.plan.fine);
}

/**
 * The phases of what starts within a span; more than one only where faults overlap, none before the load.
 *
 * A span that straddles is given to the phase that is not steady; one that holds a fault edge is `edge:<id>`.
 */
export function phasesOf({ fromMs, toMs }: Span, timeline: Timeline): readonly string[] {
  const disturbed: string[] = [];
  for (const { planned, fromMs: from, onsetMs: onset, releaseMs: release } of timeline.windows) {
    const holdsOnset = fromMs < onset && toMs > from;
    const holdsRelease = fromMs < release && toMs > release;
    if (holdsOnset || holdsRelease) disturbed.push(`edge:${planned.id}`);
    else if (fromMs >= onset && toMs <= release) disturbed.push(`fault:${planned.id}`);
  }
  if (disturbed.length > 0) return disturbed;
  if (fromMs < 0) return [];
  if (toMs > timeline.coolDownMs) return ['cooldown'];
  if (toMs > timeline.overloadMs) return ['overload'];
  const recovering = timeline.recoveries.filter((recovery) => fromMs < recovery.toMs && toMs > recovery.fromMs);
  if (recovering.length > 0) return recovering.map(({ fault }) => `recovery:${fault}`);
  return [fromMs < timeline.warmUpMs ? 'warmup' : 'steady'];
}

/** Every phase with its exact bounds, in order of time; what was asked for but not yet felt is the edge of its fault. */
export function phaseSpans(timeline: Timeline): PhaseSpan[] {
  const { windows, recoveries, warmUpMs, overloadMs, coolDownMs, endMs } = timeline;
  const cuts = [
    ...windows.flatMap(({ fromMs, onsetMs, releaseMs }) => [fromMs, onsetMs, releaseMs]),
    ...recoveries.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ...[warmUpMs, overloadMs, coolDownMs, endMs],
  ];
  const bounds = [0, ...new Set(cuts.filter((ms) => ms > 0 && ms <= endMs))].sort((a, b) => a - b);
  const spans: { phase: string; fromMs: number; toMs: number }[] = [];
  bounds.slice(1).forEach((toMs, i) => {
    const fromMs = bounds[i] ?? 0;
    for (const phase of phasesOf({ fromMs, toMs }, timeline)) {
      const open = spans.findLast((span) => span.phase === phase);
      if (open?.toMs === fromMs) open.toMs = toMs;
      else spans.push({ phase, fromMs, toMs });
    }
  });
  return spans;
}

/** Slots one after another, from the first that begins at `fromMs` or later, that together last for `lengthMs` or longer. */
export function slotsFrom(fromMs: number, lengthMs: number, fine: readonly Span[]): Span[] {
  let at = Math.floor(fromMs / slotMs) * slotMs;
  while (at < fromMs) at = slotEnd(at, fine);
  const slots: Span[] = [];
  for (const beginMs = at; at < beginMs + lengthMs;) {
    const toMs = slotEnd(at, fine);
    slots.push({ fromMs: at, toMs });
    at = toMs;
  }
  return slots;
}
