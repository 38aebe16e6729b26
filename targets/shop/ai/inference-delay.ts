import { setTimeout as sleep } from 'node:timers/promises';

/** A normal deviate, by Box and Muller. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

/**
 * Waits as a model would: most answers near the lower end, a tail to the upper one (lognormal, the limits at two sigma and cut off
 * there). A timer, not work: the two services share their cores with the load generator.
 */
export async function inferenceDelay(fastestMs: number, slowestMs: number): Promise<void> {
  const median = Math.sqrt(fastestMs * slowestMs);
  const sigma = Math.log(slowestMs / fastestMs) / 4;
  await sleep(Math.min(slowestMs, Math.max(fastestMs, median * Math.exp(sigma * normal()))));
}
