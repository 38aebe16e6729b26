import { drawThink } from '../model/think-time.ts';
import { now } from './clock.ts';
import type { Pass } from './pass.ts';
import { pause } from './pause.ts';

/** Waits as users do after a step, and at least so long, but never beyond the time that this user has. */
export function think(pass: Pass, leastMs: number, nowMs = now()): void {
  const drawnMs = drawThink(pass.journey.think, pass.random);
  const meantMs = drawnMs > leastMs ? drawnMs : leastMs;
  const leftMs = pass.untilMs - nowMs;
  pause(meantMs < leftMs ? meantMs : leftMs);
}
