import type { Journey } from './journey.ts';
import { placed, type Placed } from './place.ts';
import type { Profile } from './profile.ts';
import type { Target } from './target.ts';
import type { Duration } from './time.ts';

export interface ScenarioDefinition {
  readonly target: Target;
  /** How much load, when. Its name, which SLO files use, is the name of the scenario's file. */
  readonly profile: Profile;
  readonly journeys: readonly [Journey, ...Journey[]];
  /** A request that takes longer has failed. Must be below `gracefulStop`. @default '10s' */
  readonly requestTimeout?: Duration;
  /** How long requests under way may take after the load has ended. @default '12s' */
  readonly gracefulStop?: Duration;
  /** @default 1 */
  readonly seed?: number;
}

export interface Scenario extends ScenarioDefinition, Placed {
  readonly proofload: 'scenario';
}

/** A load test: who does what, how much of it, against which target. The default export of a scenario file. */
export function defineScenario(definition: ScenarioDefinition): Scenario {
  return { proofload: 'scenario', ...definition, ...placed() };
}
