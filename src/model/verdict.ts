import type { LedgerAudit } from './audit.ts';
import type { SecondResult, SignalResult, StepTrend } from './course.ts';
import type { Environment } from './environment.ts';
import type { Where, Window } from './slo.ts';
import type { Unit } from './unit.ts';

/**
 * Of one objective. `info`: only told, never judged. `not-evaluated`: its phase or profile is not part of this run; never
 * counted as passed.
 */
export type ObjectiveVerdict = 'pass' | 'warn' | 'fail' | 'inconclusive' | 'info' | 'not-evaluated';

/** Of the run. `invalid`: the measurement itself cannot be trusted. */
export type RunVerdict = 'pass' | 'warn' | 'fail' | 'inconclusive' | 'invalid';

export interface ObjectiveResult {
  readonly name: string;
  readonly kind: 'objective' | 'recovery';
  readonly metric: string;
  readonly stat: string | null;
  /** The phases as written in the SLO file; for a recovery objective `recovery:<id>` of one fault. */
  readonly during: readonly string[];
  readonly steps: readonly string[] | null;
  /** Which samples by other names than those of steps, such as `status`. */
  readonly where: Where;
  /** How its phases were looked at; null = as a whole. */
  readonly window: Window | null;
  readonly verdict: ObjectiveVerdict;
  /** Null: nothing was there to observe. A recovery that never came is censored: see `censored`. */
  readonly observed: number | null;
  /** The interval that holds the true value, from the histogram's error; the side nearer the limit decides. */
  readonly observedLow: number | null;
  readonly observedHigh: number | null;
  /** The observed value is a lower bound: the run ended first. */
  readonly censored: boolean;
  readonly unit: Unit;
  readonly atMost: boolean;
  /** In the unit, as `critical`; of limits that are multiples of an unknown value 0. */
  readonly target: number;
  readonly critical: number | null;
  /** Of limits that are multiples of another value: what they are made of. */
  readonly relative: RelativeLimits | null;
  readonly samples: number;
  readonly minSamples: number;
  /** When the target was missed, of what is judged by windows; null = it is not. */
  readonly breaches: Breaches | null;
  /** How an error budget was spent; null = the objective has none. */
  readonly budget: BudgetResult | null;
  /**
   * In ms since t0, when the target was first missed: the first window that did, or the first second that did by itself;
   * null = none did, or it is not told.
   */
  readonly firstMissMs: number | null;
  /** Why the verdict is what it is, in one sentence. */
  readonly reason: string;
  readonly because: string | null;
}

/** An error budget. A rate of 1 spends all of it evenly over the phases. */
export interface BudgetResult {
  /** 1 = all of it; null = there was nothing to spend it on. */
  readonly spent: number | null;
  /** The highest rate that it was spent at, both over `windowMs` and over its last twelfth; null = never for so long. */
  readonly burn: number | null;
  /** The end of that window, in ms since t0. */
  readonly atMs: number | null;
  /** From this rate on it is missed. */
  readonly burnLimit: number;
  readonly windowMs: number;
}

/** Limits as multiples of the value that the same had in steady state of the run. */
export interface RelativeLimits {
  readonly target: number;
  readonly critical: number | null;
  /** The side of the value's interval that makes the limits stricter; null = it is not known. */
  readonly steady: number | null;
}

/** When a limit was missed. Times in ms, the first since t0. */
export interface Breaches {
  /** Null: never. */
  readonly firstMs: number | null;
  /** Of the stretches without a moment at which it was kept, the longest; what is unknown does not count. */
  readonly longestMs: number;
  readonly totalMs: number;
}

export interface PhaseSpan {
  /** `warmup`, `steady`, `fault:<id>`, `recovery:<id>`, `edge:<id>`, `overload`, `cooldown`. */
  readonly phase: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface FaultResult {
  readonly id: string;
  /** The edge or service that it was put on. */
  readonly on: string;
  readonly description: string;
  readonly plannedStartMs: number;
  readonly plannedEndMs: number;
  readonly feltMs: number | null;
  readonly cleanMs: number | null;
  /** Requests that met it, where they were counted as they did; else those of the steps that were meant to, under way while it was felt. */
  readonly exposedRequests: number;
  /** Connections that met it, where they could be counted. */
  readonly exposedConnections: number | null;
  /** Nothing could see it act: it is taken to have been on from acknowledgement to acknowledgement. */
  readonly assumed: boolean;
  readonly errorRate: number | null;
  readonly p95Ms: number | null;
  readonly recoveryMs: number | null;
  readonly recoveryCensored: boolean;
  /** The worst of the objectives about it, its edge or its recovery; null = none was evaluated. */
  readonly worstObjective: string | null;
  /** Its verdict. */
  readonly worstVerdict: ObjectiveVerdict | null;
  /** Acknowledged writes that it lost, and writes that are there twice by it; null = no ledger tells. */
  readonly lostWrites: number | null;
  readonly doubledWrites: number | null;
  readonly escalations: readonly string[];
}

/** Of these percentiles every report of latencies tells: those of Locust's statistics. */
export const toldPercentiles = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100] as const;

/** Requests over the whole run; times are of those that succeeded. */
export interface LoadResult {
  readonly requests: number;
  readonly failedSteps: number;
  /** Steps that the target turned away as it was meant to: neither successes nor failures. */
  readonly limitedSteps: number;
  readonly steps: number;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  /** In ms, in the order of `toldPercentiles`; empty when there was no time to tell. */
  readonly percentilesMs: readonly number[];
}

export interface StepResult extends LoadResult {
  readonly step: string;
  readonly trend: StepTrend;
}

/** Steps that failed in one way. */
export interface ErrorResult {
  /** `timeout`, `refused`, `reset`, `network`, `status`, `check`, `exception`; of plain scripts `status 503`. */
  readonly kind: string;
  /** Null: outside of any step. */
  readonly step: string | null;
  readonly count: number;
  /** In ms since t0, as exact as slots are. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** `GET /products/{id}: 503`; null = none was told. */
  readonly example: string | null;
}

/** One condition that the measurement itself had to meet. */
export interface ValidityCheck {
  /** Such as `sleeps wake up late (p99)`. */
  readonly name: string;
  /** Null: it could not be measured. */
  readonly observed: number | null;
  /** Null: for information, nothing depends on it. */
  readonly limit: number | null;
  readonly unit: Unit;
  readonly atMost: boolean;
  readonly holds: boolean;
  /** What was wrong and what to do about it; null where it holds. */
  readonly problem: string | null;
}

/** The highest load that a rising one passed with. */
export interface BreakpointResult {
  /** Users or arrivals a second; null: not even the least load passed. */
  readonly passedLevel: number | null;
  /** Load at which the sustained failure began; null: there was none up to the highest. */
  readonly failedLevel: number | null;
  readonly atMs: number | null;
  /** The objective that failed first. */
  readonly objective: string | null;
  readonly reason: string;
}

/** What became of the writes of one ledger. */
export interface DataResult extends LedgerAudit {
  /** Null: it was not found out. */
  readonly rpo: RecoveryPoint | null;
}

/** How far before a fault acknowledged writes are lost, in ms; both 0 when none is. */
export interface RecoveryPoint {
  readonly lowMs: number;
  /** Null: some were lost after the last fault, where there is nothing to measure from. */
  readonly highMs: number | null;
}

/** A threshold of a plain k6 script: shown, not judged. */
export interface ThresholdResult {
  readonly metric: string;
  readonly expression: string;
  readonly observed: number | null;
  /** Null: it is about something that is not recorded. */
  readonly holds: boolean | null;
}

/** `verdict.json`: all that the reports say, a pure function of the run record and the SLO file. */
export interface Verdict {
  readonly version: 1;
  readonly verdict: RunVerdict;
  /** One sentence: the verdict and its first reason. */
  readonly sentence: string;
  /** Every reason that applies, worst first, with the exit code that each asks for. */
  readonly reasons: readonly { readonly exitCode: number; readonly text: string }[];
  readonly exitCode: number;
  readonly runId: string;
  readonly experiment: string;
  readonly scenario: string;
  readonly profile: string;
  /** Closed: each user waits for its answer, so a slow target is also asked less often. */
  readonly loadModel: 'closed' | 'open';
  /** Other than 1: a rehearsal in shortened time, which nothing can be signed off on. */
  readonly timeScale: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Invalid, and only what measures is to blame: neither the target nor the script. Another run may be valid. */
  readonly repeatable: boolean;
  /** The invalid run that this one repeats. */
  readonly rerunOf: string | null;
  readonly target: string;
  readonly targetOptions: Readonly<Record<string, string>>;
  /** Values of the fault plan's parameters. */
  readonly faultParams: Readonly<Record<string, string>>;
  /** What random faults were picked by; null = none were. */
  readonly faultSeed: number | null;
  /** As git calls the state of the target's folder; null = it does not. */
  readonly build: string | null;
  /** Words of the command line that did the run; secrets in them are `$NAME`. */
  readonly command: readonly string[];
  /** `up to 50 users for 10 min (closed model)`: the load as it was meant. */
  readonly load: string;
  readonly environment: Environment;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly sloFile: string | null;
  readonly requests: number;
  /** Errors thrown by the journeys' own code, with file and line of their source. */
  readonly scriptErrors: readonly string[];
  /** SHA-256 of the files of the record; null = a record of before, which has no such file. */
  readonly digests: {
    readonly series: string;
    readonly faults: string;
    readonly sampled: string | null;
    readonly audit: string | null;
  };
  readonly objectives: readonly ObjectiveResult[];
  readonly phases: readonly PhaseSpan[];
  readonly faults: readonly FaultResult[];
  readonly steps: readonly StepResult[];
  /** All steps together. */
  readonly total: LoadResult;
  /** The most frequent first. */
  readonly errors: readonly ErrorResult[];
  readonly seconds: readonly SecondResult[];
  readonly signals: readonly SignalResult[];
  readonly validity: readonly ValidityCheck[];
  /** Null unless the profile looks for it. */
  readonly breakpoint: BreakpointResult | null;
  readonly thresholds: readonly ThresholdResult[];
  /** Of each ledger that journeys keep. */
  readonly data: readonly DataResult[];
}
