/** What one machine can generate: from `proofload doctor --calibrate`. */
export interface Calibration {
  readonly version: 1;
  readonly measuredAt: string;
  readonly k6: string;
  readonly cores: number;
  /** Highest rate of requests at which every validity check held; null = not even the lowest that was tried. */
  readonly perSecond: number | null;
  /** What kept the next rate from being generated, in a sentence; null = it was the highest that was tried. */
  readonly limitedBy: string | null;
}

/** Why a load may be more than this machine generates cleanly, in a sentence; null = it is not known to be. */
export function aboveCalibration(expectedPerSecond: number, calibration: Calibration | null): string | null {
  if (calibration === null) return null;
  const { perSecond, measuredAt } = calibration;
  if (!(expectedPerSecond > (perSecond ?? 0))) return null;
  const found = perSecond === null ? 'no load' : `${perSecond} requests a second`;
  return `up to ${Math.round(expectedPerSecond)} requests a second are expected; on ${measuredAt.slice(0, 10)} this machine generated ${found} cleanly`;
}
