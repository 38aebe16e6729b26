import { thinkTimes } from '../model/think-time.ts';
import type { Pass } from './pass.ts';
import { pause } from './pause.ts';

/**
 * Waits as users do after a step, and at least so long, but never beyond the time that this user has.
 *
 * @param nowMs Unix time in ms
 */
export function thinkOf(pass: Pass): (leastMs: number, nowMs: number) => void {
  const draw = thinkTimes(pass.journey.think);
  return (leastMs, nowMs) => {
    const drawnMs = draw(pass.random);
    const meantMs = drawnMs > leastMs ? drawnMs : leastMs;
    const leftMs = pass.untilMs - nowMs;
    pause(meantMs < leftMs ? meantMs : leftMs);
  };
}
