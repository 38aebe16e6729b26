import { formatDuration } from './duration.ts';
import { highestLevel } from './load-curve.ts';
import type { PlannedProfile, PlannedThink } from './plan.ts';

/** `up to 50 users for 10 min (closed model)`. */
export function describeLoad({
  model,
  curve,
  durationMs,
}: Pick<PlannedProfile, 'model' | 'curve' | 'durationMs'>): string {
  const most = highestLevel(curve);
  const upTo = curve.every(({ level }) => level === most) ? '' : 'up to ';
  const load = model === 'closed' ? `${most} users` : `${most} arrivals a second`;
  return `${upTo}${load} for ${formatDuration(durationMs)} (${model} model)`;
}

/** `thinks 200 ms to 500 ms`. */
export function describeThink(think: PlannedThink): string {
  if (think.kind === 'lognormal') return `thinks ${formatDuration(think.medianMs)} in the median (lognormal)`;
  const { fromMs, toMs } = think;
  if (toMs === 0) return 'does not think';
  return fromMs === toMs
    ? `thinks ${formatDuration(fromMs)}`
    : `thinks ${formatDuration(fromMs)} to ${formatDuration(toMs)}`;
}
