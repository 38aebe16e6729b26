import { placed, type Placed } from './place.ts';
import type { Think } from './think.ts';
import type { Duration } from './time.ts';

/**
 * One stretch of the load: `{ at: 50, for: '1m' }` goes to 50 at once and stays; `{ to: 200, over: '30s' }` goes there
 * in a straight line. Users in a closed profile, arrivals a second in an open one.
 */
export type Stage = { readonly at: number; readonly for: Duration } | { readonly to: number; readonly over: Duration };

/** What every profile may have. */
export interface ProfileOptions {
  /** What starts in this time is `warmup`, not `steady`. @default the ramp-up, and none where there are stages */
  readonly warmUp?: Duration;
  /** Time that users wait after each step, instead of what their journeys say. */
  readonly think?: Think;
}

/** A profile of one level. */
export interface LevelOptions extends ProfileOptions {
  /** Length of the load. */
  readonly for: Duration;
  /** From nothing to the level in a straight line over this time. @default '0s' */
  readonly rampUp?: Duration;
}

export interface OpenOptions {
  /**
   * At most this many users at once. While all of them wait for the target, arrivals queue: they begin late, and what
   * they waited is in `start_lag` and `corrected_response_time`. @default what the highest rate needs when a pass
   * takes as long as its thinks and 2 s of waiting for the target
   */
  readonly maxUsers?: number;
}

/** How the load goes on until it is too much. */
export interface Breakpoint {
  /** An objective that fails in every window for so long has failed. @default '10s' */
  readonly sustained?: Duration;
  /** Names of the objectives that must hold. @default all that are about steady state */
  readonly of?: readonly string[];
}

/**
 * How much load, when. Closed: each user waits for its answers and comes again. Open: users arrive at a rate, whatever
 * becomes of those before them. Either `level` and `for`, or `stages`.
 */
export interface Profile extends Placed, Partial<LevelOptions>, OpenOptions {
  readonly proofload: 'profile';
  readonly model: 'closed' | 'open';
  readonly level?: number;
  readonly stages?: readonly Stage[];
  /** Ends at the first sustained failure of an objective: the load that still passed is the result. */
  readonly breakpoint?: Breakpoint;
}

/** `count` users at once, each passing through its journey again and again. */
export function users(count: number, options: LevelOptions): Profile;
/** As many users as the stages say, one stage after the other: `users([{ at: 10, for: '1m' }, { to: 50, over: '5s' }])`. */
export function users(stages: readonly Stage[], options?: ProfileOptions): Profile;
export function users(load: number | readonly Stage[], options: LevelOptions | ProfileOptions = {}): Profile {
  return { proofload: 'profile', model: 'closed', ...amount(load), ...options, ...placed() };
}

/** `perSecond` passes of a journey begin each second, by up to `maxUsers` users. */
export function rate(perSecond: number, options: LevelOptions & OpenOptions): Profile;
/** As many passes a second as the stages say, one stage after the other. */
export function rate(stages: readonly Stage[], options?: ProfileOptions & OpenOptions): Profile;
export function rate(load: number | readonly Stage[], options: Partial<LevelOptions> & OpenOptions = {}): Profile {
  return { proofload: 'profile', model: 'open', ...amount(load), ...options, ...placed() };
}

function amount(load: number | readonly Stage[]): Pick<Profile, 'level' | 'stages'> {
  return typeof load === 'number' ? { level: load } : { stages: load };
}

export interface BreakpointOptions extends Breakpoint, ProfileOptions, OpenOptions {
  /** The load rises in a straight line: so many users, or so many arrivals a second. One of the two. */
  readonly users?: { readonly from: number; readonly to: number };
  readonly rate?: { readonly from: number; readonly to: number };
  readonly over: Duration;
}

/**
 * The load rises until the first objective has failed for a sustained time, and stops there; the highest load that
 * passed is the result. `breakpoint({ users: { from: 10, to: 1000 }, over: '10m' })`
 *
 * @throws TypeError unless exactly one of `users` and `rate` is given
 */
export function breakpoint({ users, rate, over, sustained, of, ...rest }: BreakpointOptions): Profile {
  const rise = users ?? rate;
  if (rise === undefined || (users !== undefined && rate !== undefined)) {
    throw new TypeError('breakpoint() takes one of users and rate, as { from, to }');
  }
  const until = { ...(sustained === undefined ? {} : { sustained }), ...(of === undefined ? {} : { of }) };
  return {
    proofload: 'profile',
    model: users === undefined ? 'open' : 'closed',
    // A line begins where the stage before it ends.
    stages: [
      { at: rise.from, for: '0s' },
      { to: rise.to, over },
    ],
    breakpoint: until,
    ...rest,
    ...placed(),
  };
}
