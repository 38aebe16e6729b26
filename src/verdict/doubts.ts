import type { RunRecord } from '../model/record.ts';
import type { Evidence } from './evidence.ts';

/**
 * What keeps a run from passing whatever its objectives say: a planned fault that met nobody, a planned step that
 * nobody took. A pass would be read as if both had been part of it.
 */
export function doubtsOf({ unexercised, plan }: Evidence, { series }: RunRecord): string[] {
  const taken = new Set(
    series
      .filter(({ metric, cells }) => metric === 'step_duration' && cells.length > 0)
      .map(({ tags }) => tags['step']),
  );
  const steps = new Set(plan.scenario.journeys.flatMap((journey) => journey.steps));
  return [
    ...[...unexercised.values()].map((why) => `fault not exercised: ${why}`),
    ...[...steps].filter((step) => !taken.has(step)).map((step) => `the step ${step} was never taken`),
  ];
}
