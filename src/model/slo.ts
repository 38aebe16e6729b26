import type { Place } from '../diagnostic/place.ts';
import type { PlannedMetric } from './plan.ts';
import type { Signal } from './signal.ts';

/**
 * Of trends a percentile (`p95`, `p99.9`), max, min or mean; of gauges max or min; of counters how often a second
 * (`rate`) or in all (`count`). A share has one value. Of what is sampled also the last value (`last`) and its growth an
 * hour (`slope`).
 */
export type Stat = `p${number}` | 'max' | 'min' | 'mean' | 'rate' | 'count' | 'last' | 'slope';

/** `steady`, `warmup`, `cooldown`, `all`, `fault:<id>`, `edge:<id>`, `recovery:<id>`; `*` for every id. */
export type PhaseName = string;

/** `not` false: only these steps; true: all but these. */
export interface StepFilter {
  readonly not: boolean;
  readonly names: readonly string[];
}

export interface Objective {
  readonly kind: 'objective';
  readonly name: string;
  readonly metric: string;
  /** What a journey says of the metric, where it is one of its own. */
  readonly own?: PlannedMetric | undefined;
  /** What it is, where it is sampled and not measured by k6. */
  readonly signal?: Signal | undefined;
  readonly stat: Stat | null;
  /** Times: successes only (`ok`), failures only, or both. A hang has no successes. */
  readonly outcome: 'ok' | 'failed' | 'any';
  readonly where: { readonly step?: StepFilter | undefined };
  /** Phases, pooled. */
  readonly during: readonly PhaseName[];
  /** Profiles that the objective is for; null = all. */
  readonly profiles: readonly string[] | null;
  /** Whether the limits are the most that is allowed; absent = as usual for the metric. */
  readonly atMost?: boolean | undefined;
  /** Limit in the statistic's unit (ms, share 0-1, /s, a number). Missing it fails, or warns where `critical` is given. */
  readonly target: number;
  /** Missing this fails. */
  readonly critical: number | null;
  readonly minSamples: number | null;
  readonly because: string | null;
  readonly place: Place;
}

/** Every window after a fault must meet the objectives `of` within `withinMs`, for `holdMs`. */
export interface RecoveryObjective {
  readonly kind: 'recovery';
  readonly name: string;
  /** Names of objectives. */
  readonly of: readonly string[];
  readonly withinMs: number;
  readonly holdMs: number;
  readonly windowMs: number;
  readonly profiles: readonly string[] | null;
  readonly because: string | null;
  readonly place: Place;
}

/** A load that looks for its breakpoint must not find it below `target`. */
export interface BreakpointObjective {
  readonly kind: 'breakpoint';
  readonly name: string;
  readonly unit: 'users' | '/s';
  readonly target: number;
  readonly profiles: readonly string[] | null;
  readonly because: string | null;
  readonly place: Place;
}

export type AnyObjective = Objective | RecoveryObjective | BreakpointObjective;

export interface Slo {
  readonly version: 1;
  readonly file: string;
  readonly objectives: readonly AnyObjective[];
}
