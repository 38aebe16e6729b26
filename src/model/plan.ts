import type { Span } from './timeline.ts';

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
  };
  readonly profile: PlannedProfile;
  readonly target: PlannedTarget;
  readonly faults: readonly PlannedFault[];
  /** Length of the phase `recovery:<id>` after each fault. */
  readonly recoveryMs: number;
  /** Where slots are fine. */
  readonly fine: readonly Span[];
  readonly sloFile: string | null;
  readonly faultPlanFile: string | null;
  readonly build: string | null;
}

export interface PlannedJourney {
  readonly name: string;
  readonly steps: readonly string[];
  readonly thinkMs: readonly [number, number];
}

/** A closed model: so many users at once, each waiting for its answers. */
export interface PlannedProfile {
  readonly name: string;
  readonly model: 'closed';
  readonly users: number;
  readonly rampUpMs: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

export interface PlannedTarget {
  readonly name: string;
  readonly file: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly services: readonly { readonly name: string; readonly kind: string }[];
  /** Edges that run through the fault proxy. */
  readonly edges: readonly string[];
}

/** `down` cuts connections and refuses new ones; `black-hole` keeps them and lets nothing through. */
export type FaultAction =
  | { readonly kind: 'latency'; readonly delayMs: number; readonly jitterMs: number; readonly direction: Direction }
  | { readonly kind: 'black-hole'; readonly direction: Direction }
  | { readonly kind: 'down' };

export type Direction = 'upstream' | 'downstream' | 'both';

export interface PlannedFault {
  readonly id: string;
  readonly edge: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly action: FaultAction;
  /** On for `onMs` at the beginning of every `periodMs`; absent = on all the time. */
  readonly flapping?: { readonly periodMs: number; readonly onMs: number } | undefined;
  /** Steps that are meant to meet the fault; absent = all. */
  readonly hits?: readonly string[] | undefined;
}
