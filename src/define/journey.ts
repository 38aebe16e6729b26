import type { Capture } from './capture.ts';
import type { Feeder } from './feeder.ts';
import type { Job } from './job.ts';
import type { Ledger } from './ledger.ts';
import type { MetricDefinition } from './metric.ts';
import { placed, type Placed } from './place.ts';
import type { Think } from './think.ts';

/** One of a journey's own metrics, inside k6. A trend, counter or gauge takes numbers, a share true or false. */
export interface JourneyMetric {
  add(value: number | boolean): void;
}

export type Feeders = Readonly<Record<string, Feeder<unknown>>>;
export type Metrics = Readonly<Record<string, MetricDefinition>>;
/** The row of each feeder for this user and pass. */
export type Rows<F extends Feeders> = { readonly [K in keyof F]: F[K] extends Feeder<infer R> ? R : never };

/** What a journey is given for one pass of one virtual user. */
export interface JourneyContext<
  S extends string = string,
  F extends Feeders = Feeders,
  M extends Metrics = Metrics,
  L extends string = string,
> {
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
  /** The row of each feeder that belongs to this user and pass. */
  readonly data: Rows<F>;
  /** The journey's own metrics. */
  readonly metrics: { readonly [K in keyof M]: JourneyMetric };
  /** Writes that the target must not lose, by the journey's names for them. */
  readonly ledger: Readonly<Record<L, Ledger>>;
  /** Takes values out of responses for later requests. */
  readonly capture: Capture;
  /**
   * What `body` returned on the first pass of this user; it is run again after `forget`, and when a step or a request
   * in it failed. For logging in once.
   */
  readonly remember: <T>(key: string, body: () => T & (T extends PromiseLike<unknown> ? never : unknown)) => T;
  readonly forget: (key: string) => void;
  /**
   * Starts work that the target does on its own, waits until it is done, and gives back what it is known by. The time
   * from before `start` goes to a metric of the journey, `trend('ms')`. When it is not done `within`, the step fails; when
   * the time of the user is over first, the step and the job are neither successes nor failures. Only inside of steps.
   */
  readonly job: <H>(metric: keyof M & string, work: Job<H>) => H;
  /** One of the items; the same seed gives the same choices for each user and pass. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** A whole number from `min` to `max`, both included, from the same seeded source. */
  readonly integer: (min: number, max: number) => number;
  /** The run's seed and id, to make names that no other run uses. */
  readonly run: { readonly id: string; readonly seed: number };
}

export interface JourneyDefinition<
  S extends string,
  F extends Feeders = Feeders,
  M extends Metrics = Metrics,
  L extends string = never,
> {
  readonly name: string;
  readonly steps: readonly S[];
  /** Time that a user waits after each step. @default ['1s', '3s'] */
  readonly think?: Think;
  /** Files of rows for users. @default none */
  readonly data?: F;
  /** Own metrics, which objectives may name. @default none */
  readonly metrics?: M;
  /** Writes that are audited after the run: each name is that of an audit of the target. @default none */
  readonly ledgers?: readonly L[];
  // Method syntax on purpose: it makes a journey of few steps assignable where one of any steps is asked for.
  run(context: JourneyContext<NoInfer<S>, F, M, NoInfer<L>>): void;
}

export interface Journey<S extends string = string> extends JourneyDefinition<S>, Placed {
  readonly proofload: 'journey';
}

/** What a virtual user does, in named steps. `run` is called by k6 only. */
export function defineJourney<
  const S extends string,
  F extends Feeders,
  M extends Metrics,
  const L extends string = never,
>(definition: JourneyDefinition<S, F, M, L>): Journey<S> {
  // Only the runtime calls `run`, and with what the definition asks for.
  return { proofload: 'journey', ...(definition as unknown as JourneyDefinition<S>), ...placed() };
}
