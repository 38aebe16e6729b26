import type { Random } from '../model/random.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { Source } from './rows.ts';
import type { JourneySettings } from './settings.ts';

/**
 * One user's pass through one journey. The user has one such object for all its passes, and writes into it what is new:
 * to k6's interpreter, building it again would be a good part of what a request costs.
 */
export interface Pass {
  readonly userId: number;
  /** Counted from 0, over all journeys of the user. */
  pass: number;
  /** Which arrival of an open profile it is, counted from 0; null in closed profiles. */
  arrival: number | null;
  /** Seeded anew for each pass. */
  readonly random: Random;
  /** Unix time in ms from which on this user is no longer there: no step begins after it. */
  untilMs: number;
  readonly journey: JourneySettings;
  readonly metrics: OwnMetrics;
  /** Where the rows of feeders are. */
  readonly sources: readonly Source[];
  readonly maxUsers: number;
  readonly seed: number;
}

/** Takes one pass. @param untilMs as `Pass.untilMs` */
export type Begin = (untilMs: number, arrival: number | null) => void;

/** Thrown to end a journey early; nothing has gone wrong that is not already counted. One object: it needs no stack. */
export const journeyEnd = new Error('the journey ends here');

export const isThenable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
