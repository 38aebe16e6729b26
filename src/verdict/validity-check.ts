import type { ValidityCheck } from '../model/verdict.ts';
import type { Unit } from '../model/unit.ts';
import { against } from './wording.ts';

/** A figure of the measurement itself, and what to do when it is beyond its limit. */
export interface ValidityFigure {
  readonly name: string;
  /** Null: it could not be measured. */
  readonly observed: number | null;
  /** Null: for information. */
  readonly limit: number | null;
  readonly unit: Unit;
  /** @default true */
  readonly atMost?: boolean;
  readonly advice?: string;
}

/** What could not be measured holds: on this platform nobody can know it. */
export function checkOf({ name, observed, limit, unit, atMost = true, advice }: ValidityFigure): ValidityCheck {
  const about = { name, observed, limit, unit, atMost };
  if (observed === null || limit === null || (atMost ? observed <= limit : observed >= limit))
    return { ...about, holds: true, problem: null };
  const told = tell(name, observed, limit, unit, atMost);
  return { ...about, holds: false, problem: advice === undefined ? told : `${told}; ${advice}` };
}

/** `steps of the clock: 51 ms against at most 50 ms`. */
export function tell(name: string, observed: number, limit: number, unit: Unit, atMost: boolean): string {
  return `${name}: ${against(observed, limit, unit, atMost)}`;
}

/** What helps a generator that is short of something. */
export const lessLoad = 'take fewer users or a machine of its own for the load (proofload doctor --calibrate)';
