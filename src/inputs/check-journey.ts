import { z } from 'zod';
import type { Place } from '../diagnostic/place.ts';
import { isReserved } from '../model/metric.ts';
import type { PlannedFeeder, PlannedJourney, PlannedMetric } from '../model/plan.ts';
import type { CheckedProfile } from './check-profile.ts';
import { checkShape, shown } from './check-shape.ts';
import { checkThinks, think } from './check-think.ts';
import type { FeederData } from './feeder-data.ts';
import { name } from './fields.ts';
import type { Problems } from './problems.ts';
import { placeWith, settingsOf, type Setting } from './setting.ts';

function isSynchronous(value: unknown): boolean {
  return typeof value === 'function' && value.constructor.name === 'Function';
}

const ownMetrics = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'expected a name of letters, digits and _'),
  z.strictObject({ kind: z.enum(['trend', 'counter', 'rate', 'gauge']), unit: z.enum(['ms', 'number']) }),
);

const journey = z.strictObject({
  proofload: z.literal('journey', 'expected what defineJourney() gives'),
  definedAt: z.string(),
  name: name(),
  steps: z.array(name()).min(1, 'a journey has at least one step'),
  think: think.default({ kind: 'uniform', fromMs: 1000, toMs: 3000 }),
  data: z.record(name(), z.unknown()).default({}),
  metrics: ownMetrics.default({}),
  ledgers: z.array(name()).default([]),
  run: z.custom<() => void>(isSynchronous, 'expected a function that is not async'),
});

/** What a journey is checked against. */
export interface JourneyContext {
  /** Undefined: there was something wrong with it. */
  readonly load: CheckedProfile | undefined;
  /** Changes by the command line to the scenario's list of journeys. */
  readonly settings: readonly Setting[];
  readonly placeOf: (part: unknown) => Place;
  readonly data: FeederData;
}

/** The journeys of a scenario, each alone or with a weight; those with mistakes are left out. */
export function checkJourneys(
  listed: readonly unknown[],
  context: JourneyContext,
  problems: Problems,
): PlannedJourney[] {
  const metrics = new Map<string, PlannedMetric>();
  return listed.flatMap((entry, index) => {
    const checked = checkJourney(entry, settingsOf(String(index), context.settings), context, problems);
    if (checked === undefined) return [];
    for (const [name, metric] of Object.entries(checked.metrics)) {
      const known = metrics.get(name) ?? metric;
      metrics.set(name, known);
      if (known.kind !== metric.kind || known.unit !== metric.unit) {
        const at = context.placeOf(weighted(entry).journey);
        problems.add(`journey "${checked.name}": another journey has a metric "${name}" of another kind`, at);
      }
    }
    return [checked];
  });
}

function checkJourney(
  entry: unknown,
  settings: readonly Setting[],
  { load, placeOf, data }: JourneyContext,
  problems: Problems,
): PlannedJourney | undefined {
  const { journey: part, weight } = weighted(entry);
  const at = placeOf(part);
  const placeOfField = placeWith([...settings, ...settingsOf('journey', settings)], at);
  const checked = checkShape(journey, part, 'journey', placeOfField, problems);
  if (checked === undefined) return undefined;
  const { name, steps, metrics, ledgers } = checked;
  const what = `journey "${name}"`;
  const twice = steps.find((step, index) => steps.indexOf(step) !== index);
  if (twice !== undefined) problems.add(`${what}: step "${twice}" is listed twice`, at);
  for (const metric of Object.keys(metrics).filter(isReserved)) {
    problems.add(`${what}: k6 or Proofload has a metric "${metric}" already`, at, 'give it another name');
  }
  if (typeof weight !== 'number' || !(weight > 0) || !Number.isFinite(weight)) {
    problems.add(`${what}: weight is ${shown(weight)}: expected a number above 0`, placeOfField(['weight']));
    return undefined;
  }
  const feeders: Record<string, PlannedFeeder> = {};
  for (const [field, value] of Object.entries(checked.data)) {
    const planned = data.read(value, `${what}: data.${field}`, placeOf(value), problems);
    if (planned !== undefined) feeders[field] = planned;
  }
  const thinks = load?.think ?? checked.think;
  if (load !== undefined) checkThinks(what, thinks, load.planned.durationMs, placeOfField(['think']), problems);
  return { name, steps, think: thinks, weight, feeders, metrics, ledgers };
}

function weighted(entry: unknown): { journey: unknown; weight: unknown } {
  const isPair = typeof entry === 'object' && entry !== null && 'journey' in entry;
  return isPair ? { weight: 1, ...entry } : { journey: entry, weight: 1 };
}

/** The ledgers that the journeys of a scenario keep, whether or not the rest of it is right. */
export function ledgersIn(scenario: unknown): string[] {
  const { journeys } = Object(scenario) as { journeys?: unknown };
  return (Array.isArray(journeys) ? journeys : []).flatMap((entry: unknown) => {
    const { ledgers } = Object(weighted(entry).journey) as { ledgers?: unknown };
    return journey.shape.ledgers.safeParse(ledgers).data ?? [];
  });
}

/** What the journeys of a scenario measure themselves, whether or not the rest of it is right. */
export function metricsOf(scenario: unknown): Readonly<Record<string, PlannedMetric>> {
  const { journeys } = Object(scenario) as { journeys?: unknown };
  const found = (Array.isArray(journeys) ? journeys : []).map((entry: unknown) => {
    const { metrics } = Object(weighted(entry).journey) as { metrics?: unknown };
    return ownMetrics.safeParse(metrics).data ?? {};
  });
  return Object.assign({}, ...found) as Record<string, PlannedMetric>;
}
