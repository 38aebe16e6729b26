/** Slots are this long, and `fineSlotMs` in the windows around planned fault edges. */
export const slotMs = 1000;
export const fineSlotMs = 100;

/** Longest time that can be asked for, but in a plain k6 script. */
export const longestMs = 24 * 3_600_000;

/** A stretch of the timeline in milliseconds since t0, end not included. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How far around a planned fault edge slots are fine. */
const beforeEdgeMs = 2000;

/**
 * The windows with fine slots: around each fault's start, and from its end until its recovery is over.
 *
 * Whole seconds, sorted and disjoint, as the recorder wants them.
 */
export function fineWindows(faults: readonly { startMs: number; endMs: number }[], recoveryMs: number): Span[] {
  const floor = (ms: number) => Math.floor(ms / slotMs) * slotMs;
  const ceil = (ms: number) => Math.ceil(ms / slotMs) * slotMs;
  const windows = faults
    .flatMap(({ startMs, endMs }) => [
      { fromMs: floor(startMs - beforeEdgeMs), toMs: ceil(startMs + beforeEdgeMs) },
      { fromMs: floor(endMs - beforeEdgeMs), toMs: ceil(endMs + Math.max(beforeEdgeMs, recoveryMs + beforeEdgeMs)) },
    ])
    .sort((a, b) => a.fromMs - b.fromMs);
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const window of windows) {
    const last = merged.at(-1);
    if (last !== undefined && window.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, window.toMs);
    else merged.push({ ...window });
  }
  return merged;
}

/** The end of the slot that begins at `startMs`. */
export function slotEnd(startMs: number, fine: readonly Span[]): number {
  const isFine = fine.some(({ fromMs, toMs }) => startMs >= fromMs && startMs < toMs);
  return startMs + (isFine ? fineSlotMs : slotMs);
}
