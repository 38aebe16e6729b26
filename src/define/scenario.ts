import type { Journey } from './journey.ts';
import { placed, type Placed } from './place.ts';
import type { Profile } from './profile.ts';
import type { Target } from './target.ts';
import type { Duration } from './time.ts';

/** A journey and how often it is taken, relative to the others of the scenario. */
export interface Weighted {
  readonly journey: Journey;
  /** Above 0. */
  readonly weight: number;
}

interface ScenarioOptions {
  readonly target: Target;
  /** Each pass of a user takes one of them, by weight; all weigh the same where none is given. */
  readonly journeys: readonly [Journey | Weighted, ...(Journey | Weighted)[]];
  /** A request that takes longer has failed. Must be below `gracefulStop`. @default '10s' */
  readonly requestTimeout?: Duration;
  /** How long requests under way may take after the load has ended. @default '12s' */
  readonly gracefulStop?: Duration;
  /**
   * The target is meant to limit its users: a step that meets 429, or 503 with Retry-After, is `limited` and neither
   * a success nor a failure. @default false
   */
  readonly expectLimits?: boolean;
  /**
   * A range of loopback addresses, such as `127.1.0.0/16`: each user connects from one of its own, as a rate limiter
   * wants to see it. The edge from k6 then has no fault proxy. @default all users have the same address
   */
  readonly sourceAddresses?: `127.${string}/${number}`;
  /** @default 1 */
  readonly seed?: number;
}

/**
 * Either one `profile`, whose name is the name of the scenario's file, or several by name; the first of them is the
 * default, and `--profile` takes another.
 */
export type ScenarioDefinition = ScenarioOptions &
  (
    | { readonly profile: Profile; readonly profiles?: never }
    | { readonly profiles: Readonly<Record<string, Profile>>; readonly profile?: never }
  );

export type Scenario = ScenarioDefinition & Placed & { readonly proofload: 'scenario' };

/** A load test: who does what, how much of it, against which target. The default export of a scenario file. */
export function defineScenario(definition: ScenarioDefinition): Scenario {
  return { proofload: 'scenario', ...definition, ...placed() };
}
