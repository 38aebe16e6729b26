import { placed, type Placed } from './place.ts';
import type { Duration } from './time.ts';

export interface UsersOptions {
  /** Length of the load. */
  readonly for: Duration;
  /** Users start evenly over this time. @default '0s' */
  readonly rampUp?: Duration;
  /** What starts in this time is `warmup`, not `steady`. @default the ramp-up */
  readonly warmUp?: Duration;
}

/** How much load, when: a closed model, in which each user waits for its answers. */
export interface Profile extends Placed, UsersOptions {
  readonly proofload: 'profile';
  readonly model: 'closed';
  readonly users: number;
}

/** `count` users at once, each passing through its journey again and again. */
export function users(count: number, options: UsersOptions): Profile {
  return { proofload: 'profile', model: 'closed', users: count, ...options, ...placed() };
}
