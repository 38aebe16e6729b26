import type { FaultAction } from './fault-action.ts';
import type { LoadCurve } from './load-curve.ts';
import type { PlannedProbe } from './signal.ts';
import type { PlannedHalt, PlannedRequirement } from './stops.ts';
import type { Span } from './timeline.ts';
import type { ValidityLimits } from './validity-limits.ts';

/** What a run will do, before anything is started: plain data, stored with the run. Times in ms since t0. */
export interface Plan {
  readonly version: 1;
  readonly experiment: string;
  readonly scenario: {
    readonly file: string;
    readonly name: string;
    readonly journeys: readonly PlannedJourney[];
    /** Request timeout is below graceful stop, or requests that hang at the end would vanish from the record. */
    readonly requestTimeoutMs: number;
    readonly gracefulStopMs: number;
    readonly seed: number;
    /** A step that meets 429, or 503 with Retry-After, is limited and has not failed. */
    readonly expectLimits: boolean;
    /** Range of loopback addresses of which each user has one of its own; null = one address for all. */
    readonly sourceAddresses: string | null;
    /** What k6 tells of requests beside the usual, since objectives ask for it; absent = nothing. */
    readonly furtherTags?: readonly string[] | undefined;
  };
  readonly profile: PlannedProfile;
  readonly target: PlannedTarget;
  readonly faults: readonly PlannedFault[];
  /** Values of the fault plan's parameters; absent in records of before, as the three after it. */
  readonly faultParams?: Readonly<Record<string, FaultParam>>;
  /** What random faults were picked by; null = none were. */
  readonly faultSeed?: number | null;
  /** What must hold for the faults to begin; null = nothing. */
  readonly require?: PlannedRequirement | null;
  /** What ends the load at once. */
  readonly halt?: readonly PlannedHalt[];
  /** Length of the phase `recovery:<id>` after each fault. */
  readonly recoveryMs: number;
  /** Where slots are fine. */
  readonly fine: readonly Span[];
  readonly sloFile: string | null;
  readonly faultPlanFile: string | null;
  readonly build: string | null;
  /** Go modules built into k6, each with its version or folder; absent in records of before. */
  readonly k6Extensions?: readonly string[];
  /** Beyond these the run is invalid; absent in records of before. */
  readonly validity?: ValidityLimits;
  /** Times of load and faults were multiplied by this; 1 = as written. Anything else is a rehearsal. */
  readonly timeScale: number;
  /** What the command line said about the run, for reports. */
  readonly tags: Readonly<Record<string, string>>;
  /** Absent where the load is a scenario of ours. */
  readonly script?: PlannedScript | undefined;
}

/** A k6 script that is run as it is: what k6 itself makes of its options. */
export interface PlannedScript {
  /** Its own, which are shown and not judged; `metric` may have tags: `checks{page:home}`. */
  readonly thresholds: readonly { readonly metric: string; readonly expressions: readonly string[] }[];
  /** So long it lasts in any case: less than `durationMs` where it ends when its iterations are done. */
  readonly leastMs: number;
  /** How long its `teardown()` may take. */
  readonly teardownMs: number;
  /** What its user should know, in sentences. */
  readonly notes: readonly string[];
}

/** The ledgers of all journeys, each once. */
export function ledgersOf({ scenario }: Plan): string[] {
  return [...new Set(scenario.journeys.flatMap(({ ledgers }) => ledgers))];
}

export interface PlannedJourney {
  readonly name: string;
  readonly steps: readonly string[];
  readonly think: PlannedThink;
  /** How often it is taken, relative to the others. */
  readonly weight: number;
  /** By the name that the journey gives them. */
  readonly feeders: Readonly<Record<string, PlannedFeeder>>;
  readonly metrics: Readonly<Record<string, PlannedMetric>>;
  /** Names of the writes that it keeps account of. */
  readonly ledgers: readonly string[];
}

/** How long a user waits after a step, in ms. Lognormal: exp(N(ln median, sigma)), never more than `mostMs`. */
export type PlannedThink =
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number; readonly mostMs: number };

/** Rows for users. The bundle's data file holds them as JSON; all users of k6 share one copy. */
export interface PlannedFeeder {
  /** Relative to the project. */
  readonly file: string;
  readonly order: 'unique' | 'round-robin' | 'random';
  readonly rows: number;
}

/** A journey's own metric. */
export interface PlannedMetric {
  readonly kind: 'trend' | 'counter' | 'rate' | 'gauge';
  readonly unit: 'ms' | 'number';
}

/** How much load, when. */
export interface PlannedProfile {
  readonly name: string;
  /** Closed: each user waits for its answers. Open: passes begin at a rate, whatever becomes of those before. */
  readonly model: 'closed' | 'open';
  /** From 0 to `durationMs`: users, or arrivals a second. */
  readonly curve: LoadCurve;
  /** As many users as k6 needs: the highest level of a closed profile, the limit of an open one. */
  readonly maxUsers: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** The load rises until an objective has failed for `sustainedMs`; `of` names objectives, null = all about steady. */
  readonly breakpoint: { readonly sustainedMs: number; readonly of: readonly string[] | null } | null;
}

export interface PlannedTarget {
  readonly name: string;
  readonly file: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly services: readonly {
    readonly name: string;
    readonly kind: string;
    /** How many run; absent = one. */
    readonly replicas?: number | undefined;
    /** Absent = it does not run in one. */
    readonly container?: true | undefined;
  }[];
  /** Edges that run through a fault proxy: all, but not that from k6 where each user has an address of its own. */
  readonly edges: readonly string[];
  /** Edges that are proxies of a Toxiproxy which ran already, by their names there; absent = none is. */
  readonly adopted?: { readonly toxiproxy: string; readonly proxies: Readonly<Record<string, string>> };
  /** What its services are asked while the load runs, and how often; absent in records of before. */
  readonly probes?: readonly PlannedProbe[];
  readonly sampleEveryMs?: number;
}

/** A value of a fault plan's parameter, as it is written. */
export type FaultParam = string | number | boolean;

export interface PlannedFault {
  readonly id: string;
  /** Whom it is put on: an edge (`api->db`) or a service. */
  readonly on: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly action: FaultAction;
  /** On for `onMs` at the beginning of every `periodMs`; absent = on all the time. */
  readonly flapping?: { readonly periodMs: number; readonly onMs: number } | undefined;
  /** Steps that are meant to meet the fault; absent = all. */
  readonly hits?: readonly string[] | undefined;
  /** The only replicas that it is put on, of the service or of the one that the edge leads away from; absent = all. */
  readonly replicas?: readonly number[] | undefined;
}
