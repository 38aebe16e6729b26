import type { Place } from '../diagnostic/place.ts';

/** Metrics that an objective can be about. */
export const metrics = {
  response_time: {
    unit: 'ms',
    about:
      'time of a request as its user felt it: waiting for a connection, connecting, TLS, sending, waiting, receiving',
    atMost: true,
  },
  step_time: { unit: 'ms', about: 'time of a whole step of a journey, thinking not included', atMost: true },
  error_rate: {
    unit: 'share',
    about: 'share of steps that failed: no answer, an error status, or a failed check',
    atMost: true,
  },
  checks: { unit: 'share', about: 'share of checks that held', atMost: false },
  throughput: { unit: '/s', about: 'requests a second', atMost: false },
} as const satisfies Record<string, { unit: 'ms' | 'share' | '/s'; about: string; atMost: boolean }>;

export type Metric = keyof typeof metrics;

/** A percentile (`p95`, `p99.9`), or max, min, mean. Only for times; the other metrics have one value. */
export type Stat = `p${number}` | 'max' | 'min' | 'mean';

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
  readonly metric: Metric;
  readonly stat: Stat | null;
  /** Times: successes only (`ok`), failures only, or both. A hang has no successes. */
  readonly outcome: 'ok' | 'failed' | 'any';
  readonly where: { readonly step?: StepFilter | undefined };
  /** Phases, pooled. */
  readonly during: readonly PhaseName[];
  /** Profiles that the objective is for; null = all. */
  readonly profiles: readonly string[] | null;
  /** Limit in the metric's unit (ms, share 0-1, /s). Missing it fails, or warns where `critical` is given. */
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
