import { basename } from 'node:path';
import { z } from 'zod';
import type { PlannedJourney, PlannedProfile } from '../model/plan.ts';
import { formatDuration } from '../model/duration.ts';
import { checkProfile } from './check-profile.ts';
import { checkShape, shown } from './check-shape.ts';
import { think } from './check-think.ts';
import { duration, name } from './fields.ts';
import { placeOfStack } from './place-of-stack.ts';
import type { Problems } from './problems.ts';

function isSynchronous(value: unknown): boolean {
  return typeof value === 'function' && value.constructor.name === 'Function';
}

const journey = z.strictObject({
  proofload: z.literal('journey', 'expected what defineJourney() gives'),
  definedAt: z.string(),
  name: name(),
  steps: z.array(name()).min(1, 'a journey has at least one step'),
  think: think.default({ kind: 'uniform', fromMs: 1000, toMs: 3000 }),
  data: z.record(name(), z.unknown()).default({}),
  metrics: z
    .record(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'expected a name of letters, digits and _'),
      z.strictObject({ kind: z.enum(['trend', 'counter', 'rate', 'gauge']), unit: z.enum(['ms', 'number']) }),
    )
    .default({}),
  run: z.custom<() => void>(isSynchronous, 'expected a function that is not async'),
});

const scenario = z.strictObject({
  proofload: z.literal('scenario', 'expected what defineScenario() gives'),
  definedAt: z.string(),
  target: z.unknown(),
  profile: z.unknown().optional(),
  profiles: z.record(name(), z.unknown()).optional(),
  journeys: z.array(z.unknown()).min(1, 'a scenario has at least one journey'),
  requestTimeout: duration().default(10_000),
  gracefulStop: duration().default(12_000),
  expectLimits: z.boolean('expected true or false').default(false),
  sourceAddresses: z
    .string()
    .regex(/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}\/\d{1,2}$/, 'expected a range such as 127.1.0.0/16')
    .optional(),
  seed: z
    .int('expected a whole number')
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});

export interface CheckedScenario {
  readonly file: string;
  readonly name: string;
  /** Not checked yet: it may be replaced on the command line. */
  readonly target: unknown;
  readonly profile: PlannedProfile;
  readonly journeys: readonly PlannedJourney[];
  readonly requestTimeoutMs: number;
  readonly gracefulStopMs: number;
  readonly seed: number;
  readonly expectLimits: boolean;
  readonly sourceAddresses: string | null;
}

export function checkScenario(value: unknown, file: string, problems: Problems): CheckedScenario | undefined {
  const placeOf = (part: unknown) => {
    const stack = (part as { definedAt?: unknown } | null | undefined)?.definedAt;
    return (typeof stack === 'string' ? placeOfStack(stack) : undefined) ?? { file };
  };
  if ((value as { proofload?: unknown } | undefined)?.proofload !== 'scenario') {
    problems.add('the default export is no scenario', { file }, 'export default defineScenario({ … })');
    return undefined;
  }
  const before = problems.count;
  const at = placeOf(value);
  const shape = checkShape(scenario, value, 'scenario', () => at, problems);
  // The parts are checked whether or not the whole is right, so that all is told at once.
  const parts = value as { profile?: unknown; profiles?: unknown; journeys?: unknown };
  const scenarioName = basename(file).replace(/\.[cm]?[jt]s$/, '');
  const chosen = chooseProfile(parts, scenarioName);
  const load = checkProfile(chosen.value, chosen.name, placeOf(chosen.value), problems);
  const listed: unknown[] = Array.isArray(parts.journeys) ? parts.journeys : [];
  const journeys = listed.flatMap((entry): PlannedJourney[] => {
    const { journey: part, weight } = weighted(entry);
    const checked = checkShape(journey, part, 'journey', () => placeOf(part), problems);
    if (checked === undefined) return [];
    const what = `journey "${checked.name}"`;
    const twice = checked.steps.find((step, index) => checked.steps.indexOf(step) !== index);
    if (twice !== undefined) problems.add(`${what}: step "${twice}" is listed twice`, placeOf(part));
    if (typeof weight !== 'number' || !(weight > 0) || !Number.isFinite(weight)) {
      problems.add(`${what}: weight is ${shown(weight)}: expected a number above 0`, placeOf(part));
      return [];
    }
    const { name, steps, metrics } = checked;
    return [{ name, steps, think: load?.think ?? checked.think, weight, feeders: {}, metrics }];
  });
  if (shape !== undefined && shape.requestTimeout >= shape.gracefulStop) {
    problems.add(
      `requestTimeout ${formatDuration(shape.requestTimeout)} is not below gracefulStop ${formatDuration(shape.gracefulStop)}`,
      at,
      'requests that hang when the load ends would never be recorded; make gracefulStop longer',
    );
  }
  if (problems.count > before || load === undefined || shape === undefined) return undefined;
  return {
    file,
    name: scenarioName,
    target: shape.target,
    profile: load.planned,
    journeys,
    requestTimeoutMs: shape.requestTimeout,
    gracefulStopMs: shape.gracefulStop,
    seed: shape.seed,
    expectLimits: shape.expectLimits,
    sourceAddresses: shape.sourceAddresses ?? null,
  };
}

/** The one profile, which is called as the file is, or the first of several. */
function chooseProfile({ profile, profiles }: { profile?: unknown; profiles?: unknown }, scenarioName: string) {
  const [first] = Object.entries((profiles ?? {}) as Record<string, unknown>);
  return profile === undefined && first !== undefined
    ? { name: first[0], value: first[1] }
    : { name: scenarioName, value: profile };
}

function weighted(entry: unknown): { journey: unknown; weight: unknown } {
  const isPair = typeof entry === 'object' && entry !== null && 'journey' in entry;
  return isPair ? { weight: 1, ...entry } : { journey: entry, weight: 1 };
}
