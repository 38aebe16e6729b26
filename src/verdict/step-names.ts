import type { NameFilter } from '../model/slo.ts';
import type { Evidence } from './evidence.ts';
import { list } from './wording.ts';

const mostShown = 12;

/** Every step of the run: those of the plan in their order, then others that were seen, by name. */
export function allSteps({ plan, cells }: Pick<Evidence, 'plan' | 'cells'>): string[] {
  const planned = plan.scenario.journeys.flatMap(({ steps }) => steps);
  const seen = cells.series.flatMap(({ tags }) => tags['step'] ?? []);
  return [...new Set([...planned, ...[...new Set(seen)].sort()])];
}

/**
 * What there is to say of steps that were named and never came, in a plain script: what it calls its requests cannot be
 * checked before they are made. Null when all came.
 */
export function missingSteps(
  filter: NameFilter | undefined,
  evidence: Pick<Evidence, 'plan' | 'cells'>,
): string | null {
  if (filter === undefined || filter.not || evidence.plan.script === undefined) return null;
  const seen = allSteps(evidence);
  const missing = filter.names.filter((name) => !seen.includes(name));
  if (missing.length === 0) return null;
  const shown = seen.length > mostShown ? [...seen.slice(0, mostShown), `${seen.length - mostShown} more`] : seen;
  return `no request is called ${list(missing)}; seen: ${shown.length === 0 ? 'none' : shown.join(', ')}`;
}

/** The steps that a filter lets through; null without a filter. */
export function stepNames(filter: NameFilter | undefined, evidence: Pick<Evidence, 'plan' | 'cells'>): string[] | null {
  if (filter === undefined) return null;
  return filter.not ? allSteps(evidence).filter((step) => !filter.names.includes(step)) : [...filter.names];
}
