import { arrivalsUntil } from '../model/load-curve.ts';
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
  const { curve, durationMs, model } = manifest.plan.profile;
  if (model === 'closed') return null;
  const lags = series.filter(isStartLag);
  const begun = samplesOf(lags);
  const untilMs = Math.min(durationMs, manifest.ending?.loadMs ?? durationMs);
  const planned = Math.max(begun, Math.ceil(arrivalsUntil(curve, untilMs) - rounding));
  return { planned, begun, missed: planned - begun, queued: samplesOf(lags.filter(({ tags }) => 'queued' in tags)) };
}

function samplesOf(series: readonly Series[]): number {
  return series.flatMap(({ cells }) => cells).reduce((sum, { count }) => sum + count, 0);
}
