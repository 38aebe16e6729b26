import { formatDuration } from './duration.ts';
import { describeAction } from './fault-action.ts';
import type { PlannedFault } from './plan.ts';

/** `latency of 1 s ± 200 ms on api->db (downstream), on for 300 ms of every 1 s`. */
export function describeFault({
  action,
  on,
  flapping,
  replicas,
}: Pick<PlannedFault, 'action' | 'on' | 'flapping' | 'replicas'>): string {
  const rhythm =
    flapping === undefined
      ? ''
      : `, on for ${formatDuration(flapping.onMs)} of every ${formatDuration(flapping.periodMs)}`;
  const only =
    replicas === undefined ? '' : `, only replica${replicas.length === 1 ? '' : 's'} ${replicas.join(' and ')}`;
  return `${describeAction(action, on)}${only}${rhythm}`;
}
