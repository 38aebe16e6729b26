import type { LoadCurve } from '../model/load-curve.ts';
import type { PlannedFeeder, PlannedMetric, PlannedThink } from '../model/plan.ts';

/** What the generated entry hands to the journeys: the parts of the plan that they need. */
export interface Settings {
  readonly seed: number;
  readonly model: 'closed' | 'open';
  readonly curve: LoadCurve;
  readonly maxUsers: number;
  readonly requestTimeoutMs: number;
  readonly expectLimits: boolean;
  /** In the order of the scenario's journeys. */
  readonly journeys: readonly JourneySettings[];
}

export interface JourneySettings {
  readonly name: string;
  readonly think: PlannedThink;
  readonly weight: number;
  readonly feeders: Readonly<Record<string, FeederSettings>>;
  readonly metrics: Readonly<Record<string, PlannedMetric>>;
  readonly ledgers: readonly string[];
}

/** A feeder, and which of the bundle's data files has its rows. */
export interface FeederSettings extends PlannedFeeder {
  readonly source: number;
}

/** Users with nothing left to do wait until so long after the end: k6 ends the load a few ms after we do. */
export const afterEndMs = 20;
