import type { PlannedFault } from '../model/plan.ts';
import type { Span } from '../model/timeline.ts';

/** When a fault is on, in ms since t0: once, or for `onMs` at the beginning of every period. Ends healed. */
export function onSpans({ startMs, endMs, flapping }: Pick<PlannedFault, 'startMs' | 'endMs' | 'flapping'>): Span[] {
  if (flapping === undefined) return [{ fromMs: startMs, toMs: endMs }];
  const spans: Span[] = [];
  for (let fromMs = startMs; fromMs < endMs; fromMs += flapping.periodMs) {
    spans.push({ fromMs, toMs: Math.min(fromMs + flapping.onMs, endMs) });
  }
  return spans;
}
