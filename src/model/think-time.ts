import type { PlannedThink } from './plan.ts';
import type { Random } from './random.ts';

/** One think, in ms. */
export function drawThink(planned: PlannedThink, random: Random): number {
  if (planned.kind === 'uniform') return planned.fromMs + random() * (planned.toMs - planned.fromMs);
  // Box and Muller, A Note on the Generation of Random Normal Deviates (1958); 1 - u keeps the logarithm finite.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(planned.mostMs, planned.medianMs * Math.exp(planned.sigma * normal));
}
