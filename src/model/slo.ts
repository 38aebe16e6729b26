import type { Place } from '../diagnostic/place.ts';
import type { DataMetric } from './data-metric.ts';
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

/** `not` false: only what is called so; true: all but that. */
export interface NameFilter {
  readonly not: boolean;
  readonly names: readonly string[];
}

/**
 * Which samples, by the tags of a series of the load (`step`, `journey`, `status`, …) or the labels of a sampled one; all
 * filters must let a series through. A status may be a class: `5xx`.
 */
export type Where = Readonly<Record<string, NameFilter>>;

/**
 * How a phase is looked at, where it is not judged as a whole.
 *
 * `sustained`: missed when the limit is missed all through some stretch of this length. `rolling`: missed when more than
 * the share `allowed` of the windows of this length miss the limit.
 */
export type Window =
  | { readonly kind: 'sustained'; readonly lengthMs: number }
  | { readonly kind: 'rolling'; readonly lengthMs: number; readonly allowed: number };

/** What missing the limit does to the run. `info`: nothing, it is only told. */
export type Severity = 'fail' | 'warn' | 'info';

/** What is made of no sample at all: it fails, or is left out for a reason that the reports show. */
export type OnNoData = 'fail' | { readonly skip: string };

/** What an objective on a share allows, as a budget that must not be spent too fast. */
export interface Budget {
  /** Missed when it is spent so many times as fast as it may be. */
  readonly burn: number;
  /** For so long, and still in the last twelfth of it; null = a tenth of the load. */
  readonly windowMs: number | null;
  /** Whether the load is then ended at once. */
  readonly abort: boolean;
}

/** One of the two counts of a ratio. */
export interface Counted {
  readonly metric: string;
  readonly own?: PlannedMetric | undefined;
  readonly where: Where;
}

/** How often the one came for each of the other. */
export interface Ratio {
  readonly of: Counted;
  readonly per: Counted;
  /** How its limits are told: in percent, or as numbers. */
  readonly unit: 'share' | 'number';
}

export interface Objective {
  readonly kind: 'objective';
  readonly name: string;
  readonly metric: string;
  /** What a journey says of the metric, where it is one of its own. */
  readonly own?: PlannedMetric | undefined;
  /** What it is, where it is sampled and not measured by k6. */
  readonly signal?: Signal | undefined;
  /** Of the metric `ratio`: what it is of. */
  readonly ratio?: Ratio | undefined;
  readonly stat: Stat | null;
  /** Times: successes only (`ok`), failures only, or both. A hang has no successes. */
  readonly outcome: 'ok' | 'failed' | 'any';
  readonly where: Where;
  /** Phases, pooled. */
  readonly during: readonly PhaseName[];
  /** Of what is sampled: only the time in which this sampled truth held. */
  readonly while?: string | undefined;
  /** Absent: the phases as a whole. */
  readonly window?: Window | undefined;
  readonly budget?: Budget | undefined;
  /** Absent: `fail`. */
  readonly severity?: Severity | undefined;
  /** Absent: inconclusive. */
  readonly onNoData?: OnNoData | undefined;
  /** Profiles that the objective is for; null = all. */
  readonly profiles: readonly string[] | null;
  /** `target` and `critical` are multiples of what the same is in steady state; absent = in the statistic's unit. */
  readonly relativeTo?: 'steady' | undefined;
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
  /** Where time begins: where the fault was felt (recovery time), or where it was gone. Absent: `clean`. */
  readonly since?: 'felt' | 'clean' | undefined;
  /** Absent: `fail`. */
  readonly severity?: Severity | undefined;
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
  /** Absent: `fail`. */
  readonly severity?: Severity | undefined;
  readonly profiles: readonly string[] | null;
  readonly because: string | null;
  readonly place: Place;
}

/** What an audit found of the writes of a ledger must be at most `target`. */
export interface DataObjective {
  readonly kind: 'data';
  readonly name: string;
  readonly metric: DataMetric;
  /** Null: all of them. */
  readonly ledger: string | null;
  /** Writes or reads; ms of a recovery point. */
  readonly target: number;
  /** Absent: `fail`. */
  readonly severity?: Severity | undefined;
  readonly profiles: readonly string[] | null;
  readonly because: string | null;
  readonly place: Place;
}

export type AnyObjective = Objective | RecoveryObjective | BreakpointObjective | DataObjective;

export interface Slo {
  readonly version: 1;
  readonly file: string;
  readonly objectives: readonly AnyObjective[];
  /** Of a record of a later version: what is not among the objectives since this one does not understand it, in sentences. */
  readonly unread?: readonly string[] | undefined;
}
