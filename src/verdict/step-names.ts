import type { StepFilter } from '../model/slo.ts';
import type { Evidence } from './evidence.ts';

/** Every step of the run: those of the plan in their order, then others that were seen, by name. */
export function allSteps({ plan, cells }: Pick<Evidence, 'plan' | 'cells'>): string[] {
  const planned = plan.scenario.journeys.flatMap(({ steps }) => steps);
  const seen = cells.series.flatMap(({ tags }) => tags['step'] ?? []);
  return [...new Set([...planned, ...[...new Set(seen)].sort()])];
}

/** The steps that a filter lets through; null without a filter. */
export function stepNames(filter: StepFilter | undefined, evidence: Pick<Evidence, 'plan' | 'cells'>): string[] | null {
  if (filter === undefined) return null;
  return filter.not ? allSteps(evidence).filter((step) => !filter.names.includes(step)) : [...filter.names];
}
