import type { Fault } from './fault.ts';
import { placed, type Placed } from './place.ts';
import type { Duration, Moment } from './time.ts';

export interface SequenceOptions {
  /** Length of each fault that has none of its own. */
  readonly each?: Moment;
  /** Time without faults before each of them, and after the last. */
  readonly quiet: Duration;
  /** When the first quiet time begins. @default the end of the warm-up */
  readonly at?: Moment;
}

export interface RandomOptions extends SequenceOptions {
  /** The faults that may come. */
  readonly from: readonly Fault[];
  /** How many of them do, each at most once. */
  readonly pick: number;
  /** What the choice depends on; `--fault-seed` overrides it. @default the scenario's seed */
  readonly seed?: number;
}

/** Faults that come one at a time; their own `at` is left out. */
export interface FaultSequence extends SequenceOptions, Placed {
  readonly sequence: 'matrix' | 'random';
  readonly faults: readonly Fault[];
  /** Of `random`, as `seed`. */
  readonly pick?: number;
  readonly seed?: number;
}

export interface SequenceVerbs {
  /** Every fault of a list, one at a time, with quiet around each: all of them in one run. */
  readonly matrix: (faults: readonly Fault[], options: SequenceOptions) => FaultSequence;
  /** Some faults of a list in an order that the seed gives: the same seed, the same faults, on every machine. */
  readonly random: (options: RandomOptions) => FaultSequence;
}

export const sequenceVerbs: SequenceVerbs = {
  matrix: (faults, options) => ({ sequence: 'matrix', faults, ...options, ...placed() }),
  random: ({ from, ...options }) => ({ sequence: 'random', faults: from, ...options, ...placed() }),
};
