import type { PlannedThink } from './plan.ts';
import type { Random } from './random.ts';

/** Thinks, in ms. What is planned is looked up here and not at each draw: in k6's interpreter that costs as much again. */
export function thinkTimes(planned: PlannedThink): (random: Random) => number {
  if (planned.kind === 'uniform') {
    const { fromMs } = planned;
    const widthMs = planned.toMs - fromMs;
    return (random) => fromMs + random() * widthMs;
  }
  const { mostMs, medianMs, sigma } = planned;
  return (random) => {
    // Box and Muller, A Note on the Generation of Random Normal Deviates (1958); 1 - u keeps the logarithm finite.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.min(mostMs, medianMs * Math.exp(sigma * normal));
  };
}
