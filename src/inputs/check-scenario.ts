import { basename } from 'node:path';
import { z } from 'zod';
import type { PlannedJourney, PlannedProfile } from '../model/plan.ts';
import { formatDuration } from '../model/duration.ts';
import { checkShape } from './check-shape.ts';
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
  think: z.tuple([duration({ zero: true }), duration({ zero: true })]).default([1000, 3000]),
  run: z.custom<() => void>(isSynchronous, 'expected a function that is not async'),
});

const profile = z.strictObject({
  proofload: z.literal('profile', 'expected what users() gives'),
  definedAt: z.string(),
  model: z.literal('closed'),
  users: z.int('expected a whole number of users').min(1, 'expected at least 1').max(50_000, 'expected at most 50000'),
  for: duration().refine((ms) => ms >= 1000, 'k6 cannot run for less than 1s'),
  rampUp: duration({ zero: true }).default(0),
  warmUp: duration({ zero: true }).optional(),
});

const scenario = z.strictObject({
  proofload: z.literal('scenario', 'expected what defineScenario() gives'),
  definedAt: z.string(),
  target: z.unknown(),
  profile: z.unknown(),
  journeys: z.array(z.unknown()).min(1, 'a scenario has at least one journey'),
  requestTimeout: duration().default(10_000),
  gracefulStop: duration().default(12_000),
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
  const parts = value as { profile?: unknown; journeys?: unknown };
  const load = checkShape(profile, parts.profile, 'profile', () => placeOf(parts.profile), problems);
  if (load !== undefined) {
    const place = placeOf(parts.profile);
    const warmUp = load.warmUp ?? load.rampUp;
    if (load.rampUp >= load.for) {
      problems.add(
        `profile: rampUp ${formatDuration(load.rampUp)} is not shorter than the load, ${formatDuration(load.for)}`,
        place,
      );
    } else if (load.rampUp > 0 && load.for - load.rampUp < 1000) {
      problems.add('profile: less than 1s is left after the ramp-up', place);
    }
    if (warmUp >= load.for) {
      problems.add(
        `profile: warmUp ${formatDuration(warmUp)} is not shorter than the load, ${formatDuration(load.for)}`,
        place,
      );
    }
  }
  const listed: unknown[] = Array.isArray(parts.journeys) ? parts.journeys : [];
  const journeys = listed.flatMap((part) => {
    const checked = checkShape(journey, part, 'journey', () => placeOf(part), problems);
    if (checked === undefined) return [];
    const twice = checked.steps.find((step, index) => checked.steps.indexOf(step) !== index);
    if (twice !== undefined) problems.add(`journey "${checked.name}": step "${twice}" is listed twice`, placeOf(part));
    const [least, most] = checked.think;
    if (least > most) problems.add(`journey "${checked.name}": think begins above its end`, placeOf(part));
    return [{ name: checked.name, steps: checked.steps, thinkMs: [least, most] as const }];
  });
  if (shape !== undefined && shape.requestTimeout >= shape.gracefulStop) {
    problems.add(
      `requestTimeout ${formatDuration(shape.requestTimeout)} is not below gracefulStop ${formatDuration(shape.gracefulStop)}`,
      at,
      'requests that hang when the load ends would never be recorded; make gracefulStop longer',
    );
  }
  if (problems.count > before || load === undefined || shape === undefined) return undefined;
  const scenarioName = basename(file).replace(/\.[cm]?[jt]s$/, '');
  return {
    file,
    name: scenarioName,
    target: shape.target,
    profile: {
      name: scenarioName,
      model: 'closed',
      users: load.users,
      rampUpMs: load.rampUp,
      warmUpMs: load.warmUp ?? load.rampUp,
      durationMs: load.for,
    },
    journeys,
    requestTimeoutMs: shape.requestTimeout,
    gracefulStopMs: shape.gracefulStop,
    seed: shape.seed,
  };
}
