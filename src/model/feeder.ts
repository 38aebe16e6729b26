import type { PlannedFeeder } from './plan.ts';
import type { Random } from './random.ts';

/** Who takes a row. */
export interface Taker {
  /** From 1. */
  readonly userId: number;
  /** From 0. */
  readonly pass: number;
  /** From 0; null in closed profiles. */
  readonly arrival: number | null;
  readonly maxUsers: number;
  readonly random: Random;
}

/**
 * Which row of a feeder belongs to a pass, from 0. Round-robin goes by the arrival in open profiles; in closed ones
 * nobody knows who comes next, so each user takes every `maxUsers`-th row.
 */
export function rowIndex({ order, rows }: PlannedFeeder, { userId, pass, arrival, maxUsers, random }: Taker): number {
  switch (order) {
    case 'unique':
      return userId - 1;
    case 'round-robin':
      return (arrival ?? pass * maxUsers + userId - 1) % rows;
    case 'random':
      return Math.floor(random() * rows);
  }
}
