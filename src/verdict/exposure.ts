import type { GroupedCells } from './cells.ts';
import type { FaultWindow } from './fault-window.ts';

/**
 * Requests of the steps that were meant to meet a fault and were certainly under way at some time while it was felt.
 *
 * A request that went around the edge from k6 met nothing. Only the slots of their start and end are known, so what may have missed it by less than a slot is not counted.
 */
export function exposedRequests(
  { series, assignment }: GroupedCells,
  { planned, observed, releaseMs }: FaultWindow,
): number {
  const feltMs = observed?.feltMs ?? null;
  if (feltMs === null) return 0;
  let exposed = 0;
  for (const { type, astray, tags, cells } of series) {
    if (type !== 'http' || astray === true) continue;
    if (planned.hits !== undefined && !planned.hits.includes(tags['step'] ?? '')) continue;
    for (const { startMs, endMs, count } of cells) {
      if (assignment.slotEnd(startMs) <= releaseMs && endMs >= feltMs) exposed += count;
    }
  }
  return exposed;
}
