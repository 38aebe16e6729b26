import type { PlannedJourney, PlannedThink } from './plan.ts';

/** What a user does in one pass, on average over the journeys by their weights. */
export interface MeanPass {
  readonly steps: number;
  /** All thinks of the pass together. */
  readonly thinkMs: number;
}

export function meanPass(journeys: readonly Pick<PlannedJourney, 'steps' | 'think' | 'weight'>[]): MeanPass {
  const total = journeys.reduce((sum, { weight }) => sum + weight, 0);
  return journeys.reduce(
    (mean, { steps, think, weight }) => ({
      steps: mean.steps + (steps.length * weight) / total,
      thinkMs: mean.thinkMs + (steps.length * meanThink(think) * weight) / total,
    }),
    { steps: 0, thinkMs: 0 },
  );
}

/** In ms. The mean of a lognormal distribution is above its median; the few that are cut off are left out here. */
function meanThink(think: PlannedThink): number {
  return think.kind === 'uniform'
    ? (think.fromMs + think.toMs) / 2
    : Math.min(think.mostMs, think.medianMs * Math.exp(think.sigma ** 2 / 2));
}
