import type { Cells } from './cells.ts';
import type { Audit } from './audit.ts';
import type { Plan } from './plan.ts';
import type { Slo } from './slo.ts';

/** `run.json`: what was to be done, with what, and how it ended. Rewritten as the run goes on. */
export interface Manifest {
  readonly version: 1;
  readonly runId: string;
  readonly plan: Plan;
  readonly slo: Slo | null;
  readonly startedAt: string;
  /** Unix time in ms at which the load was released; null until then. */
  readonly t0: number | null;
  readonly command: readonly string[];
  /** The invalid run that this one repeats; absent in records of before. */
  readonly rerunOf?: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly host: {
    readonly platform: string;
    readonly arch: string;
    readonly cpus: number;
    /** Model of the processor; absent in records of before. */
    readonly cpu?: string;
    readonly memoryBytes: number;
  };
  /** SHA-256 of every input file and of the bundle, by name. */
  readonly digests: Readonly<Record<string, string>>;
  readonly ending: Ending | null;
}

/**
 * What may end a load before its time: a rising one was too much, a stop condition of the fault plan was met, or what
 * it requires before its first fault did not hold.
 */
export const stopCauses = ['breakpoint', 'halt', 'require', 'budget'] as const;
export type StopCause = (typeof stopCauses)[number];

/** How the run ended; null in the manifest of a run that was killed. */
export interface Ending {
  readonly at: string;
  /** Length of the load as it was, from t0 to the end of k6, in ms. */
  readonly loadMs: number;
  readonly interrupted: 'SIGINT' | 'SIGTERM' | null;
  /** What ended the load before its time, as it was meant to; null or absent = nothing. */
  readonly stoppedBy?: StopCause | null;
  /** Why, in a sentence without its end; absent in records of before. */
  readonly stopReason?: string | null;
  readonly k6Exit: number | null;
  /** Everything that makes the run's numbers doubtful, in sentences. */
  readonly problems: readonly string[];
  /**
   * When, in ms since t0, a part of the harness failed that an edge of the target runs through: from then on the target's
   * answers say nothing about it. Null or absent = none did.
   */
  readonly edgeLostMs?: number | null;
  /** Errors that journeys threw although every request and check of the step was fine: defects of the script. */
  readonly scriptErrors: readonly string[];
  /** Of each kind of failure in each step the first; absent in records of before. */
  readonly errorExamples?: readonly ErrorExample[];
  /** What could not be undone, in sentences. */
  readonly left: readonly string[];
}

/** How one step failed: `GET /products/{id}: 503`. */
export interface ErrorExample {
  readonly step: string;
  readonly kind: string;
  readonly text: string;
}

/** What a sampled series is about. */
export interface SampledHead {
  readonly name: string;
  readonly unit: 'ms' | 'share' | '/s' | 'number' | 'bytes';
  readonly labels: Readonly<Record<string, string>>;
}

/** Something that the harness looked at from time to time, such as the CPU that the load generator used. */
export interface SampledSeries extends SampledHead {
  /** `[ms since t0, value]`, in order of time. */
  readonly points: readonly (readonly [number, number])[];
}

export type SeriesType = 'http' | 'trend' | 'counter' | 'rate' | 'gauge';

/** What a series is about. */
export interface SeriesHead {
  readonly id: number;
  readonly metric: string;
  readonly type: SeriesType;
  readonly failed: boolean;
  /** Requests that were answered from elsewhere than through the edge from k6. */
  readonly astray?: boolean | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Series extends SeriesHead {
  readonly cells: Cells;
}

/** What was seen of one fault; ms since t0, null = has not happened. */
export interface ObservedFault {
  readonly id: string;
  readonly on: string;
  readonly plannedStartMs: number;
  readonly plannedEndMs: number;
  readonly askedMs: number | null;
  readonly acknowledgedMs: number | null;
  /** When the first affected probe was sent. */
  readonly feltMs: number | null;
  readonly healAskedMs: number | null;
  readonly healAcknowledgedMs: number | null;
  /** When the first probe was sent from which on all were normal again. */
  readonly cleanMs: number | null;
  /** When the first probe was sent that showed it gone before anyone healed it; absent = it lasted, as far as was seen. */
  readonly lapsedMs?: number | undefined;
  /** What had to be done beyond the ordinary way of healing, in sentences. */
  readonly escalations: readonly string[];
  /** Nothing could see it act: `feltMs` and `cleanMs` are those of the acknowledgements. Absent in records of before. */
  readonly assumed?: boolean | undefined;
  /** What of the load met it, as was counted where it acts; null = nobody could count there. Absent in records of before. */
  readonly exposure?: Exposure | null | undefined;
}

/** How much of the load met a fault, canaries not counted; null = not countable in that unit. */
export interface Exposure {
  readonly connections: number | null;
  readonly requests: number | null;
}

/** Of both together; what is not countable in one of them is not in all. */
export function added(one: Exposure, other: Exposure): Exposure {
  const sum = (unit: keyof Exposure): number | null => {
    const [a, b] = [one[unit], other[unit]];
    return a === null || b === null ? null : a + b;
  };
  return { connections: sum('connections'), requests: sum('requests') };
}

/** One line of `faults.ndjson`. */
export interface FaultEvent {
  readonly atMs: number;
  readonly fault: string;
  readonly event:
    | 'asked'
    | 'acknowledged'
    | 'felt'
    | 'lapsed'
    | 'heal-asked'
    | 'heal-acknowledged'
    | 'clean'
    | 'escalated'
    | 'exposed';
  readonly detail?: string | undefined;
  /** Of `felt` and `clean`: nothing could see it. */
  readonly assumed?: boolean | undefined;
  /** Of `exposed`: what was counted until then. */
  readonly exposure?: Exposure | undefined;
}

/** A run as it was recorded, read back from its folder. */
export interface RunRecord {
  readonly manifest: Manifest;
  readonly series: readonly Series[];
  readonly faults: readonly ObservedFault[];
  readonly sampled: readonly SampledSeries[];
  /** Null: there was none, or it was not come to. */
  readonly audit: Audit | null;
  /** What is wrong with the files themselves: cut off, totals that disagree. Makes the run invalid. */
  readonly problems: readonly string[];
  /** Samples that are in no series, since there were too many; null where the stream has no end that tells. */
  readonly dropped: number | null;
  /** SHA-256 of series.ndjson, faults.ndjson, sampled.ndjson and audit.json; null = the record has no such file. */
  readonly digests: {
    readonly series: string;
    readonly faults: string;
    readonly sampled: string | null;
    readonly audit: string | null;
  };
}
