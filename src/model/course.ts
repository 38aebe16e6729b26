import type { Unit } from './unit.ts';

/** How a step went over time, in stretches of one length from t0 on; null = nothing was told in it. */
export interface StepTrend {
  readonly stretchMs: number;
  /** Of requests that succeeded. */
  readonly p95Ms: readonly (number | null)[];
  /** Share of steps that failed. */
  readonly errorRate: readonly (number | null)[];
}

/** One second of the run, for charts and the terminal. */
export interface SecondResult {
  readonly second: number;
  readonly requests: number;
  readonly failedSteps: number;
  readonly steps: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
  /** Load that was meant and that there was: users of a closed profile, begun passes of an open one. */
  readonly offered: number;
  readonly achieved: number | null;
}

/** What a service told of itself while the load ran, for charts. */
export interface SignalResult {
  readonly name: string;
  /** Of counts what they grew by; of ratios the share. */
  readonly unit: Unit;
  readonly labels: Readonly<Record<string, string>>;
  /** At the most some 120 stretches of time: its end in ms since t0, and the least and the most value in it. */
  readonly points: readonly (readonly [atMs: number, least: number, most: number])[];
}
