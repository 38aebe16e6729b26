import { formatDuration } from './duration.ts';
import type { Direction, FaultAction, PlannedFault } from './plan.ts';

/** `latency of 1 s ± 200 ms on api->db (downstream)`. */
export function describeFault({ action, edge, flapping }: Pick<PlannedFault, 'action' | 'edge' | 'flapping'>): string {
  const rhythm =
    flapping === undefined
      ? ''
      : `, on for ${formatDuration(flapping.onMs)} of every ${formatDuration(flapping.periodMs)}`;
  return `${describeAction(action, edge)}${rhythm}`;
}

function describeAction(action: FaultAction, edge: string): string {
  switch (action.kind) {
    case 'latency': {
      const jitter = action.jitterMs === 0 ? '' : ` ± ${formatDuration(action.jitterMs)}`;
      return `latency of ${formatDuration(action.delayMs)}${jitter} on ${edge} (${ways(action.direction)})`;
    }
    case 'black-hole':
      return `black hole on ${edge} (${ways(action.direction)})`;
    case 'down':
      return `${edge} down`;
  }
}

function ways(direction: Direction): string {
  return direction === 'both' ? 'both ways' : direction;
}
