import type { Flight, Probe } from './probe.ts';

/** A probe without an answer for this much longer than usual is taken for lost, whatever the fault. */
const longestWaitMs = 250;

/** What two busy cores add now and then to a probe on loopback (measured: see the docs of `usualOf`). */
const leastNoiseMs = 15;

/** With fewer answers than this nothing is known about what is usual. */
export const leastAnswers = 5;

/** How long the answers of an undisturbed edge take, in ms. */
export interface Usual {
  readonly medianMs: number;
  /** How much longer than the median an answer may take without meaning anything. */
  readonly noiseMs: number;
}

/**
 * What is usual, from the probes before a fault: median, and three times its distance to the 90th percentile.
 *
 * Both are indifferent to a tenth of outliers, of any size: those of a garbage collection, or of an earlier fault's end.
 */
export function usualOf(probes: readonly Probe[]): Usual {
  const times = probes.flatMap(({ tookMs }) => tookMs ?? []).sort((a, b) => a - b);
  if (times.length < leastAnswers) return { medianMs: 0, noiseMs: longestWaitMs };
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
  const medianMs = at(0.5);
  return { medianMs, noiseMs: Math.max(leastNoiseMs, 3 * (at(0.9) - medianMs)) };
}

/**
 * From how many ms on an answer is late enough to be the work of a fault that slows round trips by at least `slowsByMs`:
 * half of that above the usual, never within the noise, and never later than a person would wait to call it lost.
 */
export function thresholdMs(usual: Usual, slowsByMs: number): number {
  return usual.medianMs + Math.max(usual.noiseMs, Math.min(slowsByMs / 2, longestWaitMs));
}

/** Whether a probe met a fault: true also once it is late, before it has ended; undefined while that is open. */
export function isAffected({ result, sentMs }: Flight, nowMs: number, threshold: number): boolean | undefined {
  if (result === undefined || result === null) return nowMs - sentMs > threshold ? true : undefined;
  return result.tookMs === null || result.tookMs > threshold;
}
