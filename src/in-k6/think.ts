import { drawThink } from '../model/think-time.ts';
import type { Pass } from './pass.ts';
import { pause } from './pause.ts';

/** Waits as users do after a step, but never beyond the time that this user has. */
export function think({ journey, random, untilMs }: Pass): void {
  pause(Math.min(drawThink(journey.think, random), untilMs - Date.now()));
}
