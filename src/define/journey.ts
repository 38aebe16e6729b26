import { placed, type Placed } from './place.ts';
import type { Duration } from './time.ts';

/** What a journey is given for one pass of one virtual user. */
export interface JourneyContext<S extends string> {
  /**
   * Runs one named step and gives back what `body` returns. All requests and checks in it carry the step's name.
   * A step fails when a request in it fails, a check in it does not hold, or it throws; then the user thinks
   * and the journey ends. An async body would lose its name and is a compile error.
   */
  readonly step: <T>(name: S, body: () => T & (T extends PromiseLike<unknown> ? never : unknown)) => T;
  /** Full URL of a path on the target, through its fault proxy. */
  readonly url: (path: `/${string}`) => string;
  /** The virtual user, counted from 1, and how many passes it has made before this one. */
  readonly user: { readonly id: number; readonly pass: number };
  /** One of the items; the same seed gives the same choices for each user and pass. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** A whole number from `min` to `max`, both included, from the same seeded source. */
  readonly integer: (min: number, max: number) => number;
  /** The run's seed and id, to make names that no other run uses. */
  readonly run: { readonly id: string; readonly seed: number };
}

export interface JourneyDefinition<S extends string> {
  readonly name: string;
  readonly steps: readonly S[];
  /** Time that a user waits after each step, uniform between the two. @default ['1s', '3s'] */
  readonly think?: readonly [Duration, Duration];
  // Method syntax on purpose: it makes a journey of few steps assignable where one of any steps is asked for.
  run(context: JourneyContext<NoInfer<S>>): void;
}

export interface Journey<S extends string = string> extends JourneyDefinition<S>, Placed {
  readonly proofload: 'journey';
}

/** What a virtual user does, in named steps. `run` is called by k6 only. */
export function defineJourney<const S extends string>(definition: JourneyDefinition<S>): Journey<S> {
  return { proofload: 'journey', ...definition, ...placed() };
}
