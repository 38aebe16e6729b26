import type { Random } from '../model/random.ts';
import type { JourneySettings, Settings } from './settings.ts';

/** One pass of one user through one journey. */
export interface Pass {
  readonly userId: number;
  /** Counted from 0. */
  readonly pass: number;
  readonly random: Random;
  /** Unix time in ms from which on this user is no longer there: no step begins after it. */
  readonly untilMs: number;
  /** Tags of all samples that k6 takes of this user from now on. */
  readonly tags: Record<string, unknown>;
  readonly journey: JourneySettings;
  readonly settings: Settings;
}

/** Thrown to end a journey early; nothing has gone wrong that is not already counted. One object: it needs no stack. */
export const journeyEnd = new Error('the journey ends here');

export const isThenable = (value: unknown): boolean =>
  typeof (value as { then?: unknown } | undefined)?.then === 'function';
