import { drawThink } from '../model/think-time.ts';
import type { Pass } from './pass.ts';
import { pause } from './pause.ts';

/** Waits as users do after a step, and at least so long, but never beyond the time that this user has. */
export function think({ journey, random, untilMs }: Pass, leastMs = 0): void {
  pause(Math.min(Math.max(drawThink(journey.think, random), leastMs), untilMs - Date.now()));
}
