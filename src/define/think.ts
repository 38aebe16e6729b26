import type { Duration } from './time.ts';

/** Most thinks are near the median and a few are long, as people's are. */
export interface Lognormal {
  readonly distribution: 'lognormal';
  readonly median: Duration;
  /** 95 of 100 thinks are shorter. */
  readonly p95: Duration;
}

/** How long a user waits after each step: always the same, evenly between two bounds, or lognormal. */
export type Think = Duration | readonly [Duration, Duration] | Lognormal;

/** Think time as people have it: `lognormal({ median: '2s', p95: '10s' })`. */
export function lognormal(shape: { readonly median: Duration; readonly p95: Duration }): Lognormal {
  return { distribution: 'lognormal', ...shape };
}
