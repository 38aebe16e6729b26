import { sleep } from 'k6';
import type { PlannedThink } from '../model/plan.ts';
import type { Random } from '../model/random.ts';
import type { Pass } from './pass.ts';

/** Waits as users do after a step, but never beyond the time that this user has. */
export function think({ journey, random, untilMs }: Pass): void {
  const ms = Math.min(draw(journey.think, random), untilMs - Date.now());
  if (ms > 0) sleep(ms / 1000);
}

function draw(planned: PlannedThink, random: Random): number {
  if (planned.kind === 'uniform') return planned.fromMs + random() * (planned.toMs - planned.fromMs);
  // Box and Muller, A Note on the Generation of Random Normal Deviates (1958); 1 - u keeps the logarithm finite.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(planned.mostMs, planned.medianMs * Math.exp(planned.sigma * normal));
}
