import { arrivalsUntil } from '../model/load-curve.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { RunRecord, Series } from '../model/record.ts';

/** What became of the passes that an open profile was to begin: begun and missed make up planned. */
export interface Arrivals {
  readonly planned: number;
  readonly begun: number;
  /** Never began, since all users were waiting for the target until the load ended. */
  readonly missed: number;
  /** Of those begun: were due before any user was free. */
  readonly queued: number;
}

/** Each pass of an open profile has one sample of this metric, which ends when the pass begins. */
export const isStartLag = ({ metric, type }: Series) => metric === 'start_lag' && type === 'trend';

/** Rounding of the area under a curve; an arrival that only it has found is none. */
const rounding = 1e-6;

/** Null in closed profiles. Of a load that ended early, the arrivals that were due until then. */
export function arrivalsOf({ manifest, series }: RunRecord): Arrivals | null {
  const { profile } = manifest.plan;
  if (profile.model === 'closed') return null;
  return arrivals(profile, series, manifest.ending?.loadMs);
}

/** @param endedMs when the load ended @default as planned */
export function arrivals(
  { curve, durationMs }: Pick<PlannedProfile, 'curve' | 'durationMs'>,
  series: readonly Series[],
  endedMs: number = durationMs,
): Arrivals {
  const lags = series.filter(isStartLag);
  const begun = samplesOf(lags);
  const planned = Math.max(begun, Math.ceil(arrivalsUntil(curve, Math.min(durationMs, endedMs)) - rounding));
  return { planned, begun, missed: planned - begun, queued: samplesOf(lags.filter(({ tags }) => 'queued' in tags)) };
}

function samplesOf(series: readonly Series[]): number {
  return series.flatMap(({ cells }) => [...cells]).reduce((sum, { count }) => sum + count, 0);
}
