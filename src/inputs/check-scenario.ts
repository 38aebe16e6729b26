import { z } from 'zod';
import type { PlannedJourney, PlannedProfile } from '../model/plan.ts';
import { formatDuration } from '../model/duration.ts';
import type { CheckedOverrides } from './check-overrides.ts';
import { checkJourneys } from './check-journey.ts';
import { checkShape } from './check-shape.ts';
import { chooseProfile } from './choose-profile.ts';
import { duration, name, seed } from './fields.ts';
import { withMaxUsers } from './max-users.ts';
import { FeederData } from './feeder-data.ts';
import { placeOfStack } from './place-of-stack.ts';
import type { PlainScript } from './plain-script.ts';
import type { Problems } from './problems.ts';
import type { Rows } from './read-rows.ts';
import { scenarioName } from './scenario-name.ts';
import { applySettings, placeWith, settingsOf } from './setting.ts';

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
  sourceAddresses: z.string('expected a range such as 127.1.0.0/16').optional(),
  seed: seed.default(1),
});

export interface CheckedScenario {
  readonly file: string;
  readonly name: string;
  /** Not checked yet: it may be replaced on the command line. */
  readonly target: unknown;
  readonly profile: PlannedProfile;
  /** Feeders name their files by absolute path. */
  readonly journeys: readonly PlannedJourney[];
  /** Of those files. */
  readonly rows: ReadonlyMap<string, Rows>;
  readonly requestTimeoutMs: number;
  readonly gracefulStopMs: number;
  readonly seed: number;
  readonly expectLimits: boolean;
  readonly sourceAddresses: string | null;
  /** Null where the file is a scenario of ours. */
  readonly script: PlainScript | null;
}

/** What a run changes about a scenario. */
export interface ScenarioChanges {
  /** Name of the profile; null = the first. */
  readonly profile: string | null;
  readonly overrides: Pick<CheckedOverrides, 'load' | 'settings' | 'seed'>;
}

export function checkScenario(
  value: unknown,
  file: string,
  changes: ScenarioChanges,
  problems: Problems,
): CheckedScenario | undefined {
  const placeOf = (part: unknown) => {
    const stack = (part as { definedAt?: unknown } | null | undefined)?.definedAt;
    return (typeof stack === 'string' ? placeOfStack(stack) : undefined) ?? { file };
  };
  if ((value as { proofload?: unknown } | undefined)?.proofload !== 'scenario') {
    problems.add('the default export is no scenario', { file }, 'export default defineScenario({ … })');
    return undefined;
  }
  const before = problems.count;
  const { settings } = changes.overrides;
  // Those of the profile are for the chosen one, whatever its name.
  const own = settings.filter(({ path }) => path[0] !== 'profile' || path.length === 1);
  const changed = applySettings(value, own, problems);
  const at = placeOf(changed);
  const shape = checkShape(scenario, changed, 'scenario', placeWith(own, at), problems);
  // The parts are checked whether or not the whole is right, so that all is told at once.
  const load = chooseProfile(changed, file, changes, placeOf, problems);
  const { journeys: listed } = changed as { journeys?: unknown };
  const data = new FeederData();
  const journeys = checkJourneys(
    Array.isArray(listed) ? listed : [],
    { load, settings: settingsOf('journeys', own), placeOf, data },
    problems,
  );
  if (shape !== undefined && shape.requestTimeout >= shape.gracefulStop) {
    problems.add(
      `requestTimeout ${formatDuration(shape.requestTimeout)} is not below gracefulStop ${formatDuration(shape.gracefulStop)}`,
      at,
      'requests that hang when the load ends would never be recorded; make gracefulStop longer',
    );
  }
  const profile = load === undefined ? undefined : withMaxUsers(load.planned, journeys, at, problems);
  if (profile !== undefined) data.checkUsers(profile.maxUsers, problems);
  if (problems.count > before || profile === undefined || shape === undefined) return undefined;
  return {
    file,
    name: scenarioName(file),
    target: shape.target,
    profile,
    journeys,
    rows: data.rows,
    requestTimeoutMs: shape.requestTimeout,
    gracefulStopMs: shape.gracefulStop,
    seed: changes.overrides.seed ?? shape.seed,
    expectLimits: shape.expectLimits,
    sourceAddresses: shape.sourceAddresses ?? null,
    script: null,
  };
}
