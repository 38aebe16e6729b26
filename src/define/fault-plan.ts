import type { Journey } from './journey.ts';
import { placed, type Placed } from './place.ts';
import type { Target } from './target.ts';
import type { Duration, Moment } from './time.ts';

/** When a fault is on, and which steps are meant to meet it. */
export interface FaultTiming<Step extends string = string> {
  /** Name of the fault: `fault:<id>` is its phase. Letters, digits and `-`. */
  readonly id: string;
  readonly at: Moment;
  readonly for: Moment;
  /** On for `on` at the beginning of every `every`. @default on all the time */
  readonly flapping?: { readonly every: Duration; readonly on: Duration };
  /** Steps that should meet the fault; when none of their requests does, its objectives are inconclusive. @default all */
  readonly hits?: readonly Step[];
}

/** Which way of the connection: towards the service, back from it, or both. */
export type FaultDirection = 'upstream' | 'downstream' | 'both';

export interface LatencyOptions {
  readonly delay: Duration;
  /** Each piece of data is delayed by `delay` plus or minus up to this. @default '0ms' */
  readonly jitter?: Duration;
  /** @default 'downstream' */
  readonly direction?: FaultDirection;
}

export interface BlackHoleOptions {
  /** @default 'both' */
  readonly direction?: FaultDirection;
}

export type FaultKind = 'latency' | 'black-hole' | 'down';

export interface Fault extends FaultTiming, Placed {
  readonly kind: FaultKind;
  readonly edge: string;
  readonly delay?: Duration;
  readonly jitter?: Duration;
  readonly direction?: FaultDirection;
}

/** The faults there are, for the edges of one target and the steps of some journeys. */
export interface FaultVerbs<E extends string, Step extends string> {
  /** Data takes longer, connections stay. */
  readonly latency: (edge: E, options: FaultTiming<Step> & LatencyOptions) => Fault;
  /** Connections stay and nothing gets through. They are closed when the fault ends. */
  readonly blackHole: (edge: E, options: FaultTiming<Step> & BlackHoleOptions) => Fault;
  /** Connections are cut and new ones refused. */
  readonly down: (edge: E, options: FaultTiming<Step>) => Fault;
  /** The one fault of another plan, at another time. */
  readonly again: (plan: FaultPlan, timing: { readonly at: Moment; readonly for: Moment }) => Fault;
}

export interface FaultPlanDefinition<E extends string, Step extends string> {
  readonly target: Target<string, E>;
  /** Journeys whose steps `hits` may name. */
  readonly journeys?: readonly Journey<Step>[];
  /** Length of the phase `recovery:<id>` after each fault. @default '5s' */
  readonly recovery?: Duration;
  readonly faults: (verbs: FaultVerbs<NoInfer<E>, NoInfer<Step>>) => readonly Fault[];
}

export interface FaultPlan extends Placed {
  readonly proofload: 'fault-plan';
  readonly target: Target;
  readonly journeys: readonly Journey[];
  readonly recovery: Duration;
  readonly faults: readonly Fault[];
}

const verbs: FaultVerbs<string, string> = {
  latency: (edge, options) => ({ kind: 'latency', edge, ...options, ...placed() }),
  blackHole: (edge, options) => ({ kind: 'black-hole', edge, ...options, ...placed() }),
  down: (edge, options) => ({ kind: 'down', edge, ...options, ...placed() }),
  again(plan, timing) {
    const [fault, ...others] = plan.faults;
    if (fault === undefined || others.length > 0) {
      throw new TypeError(`again() takes a plan with exactly one fault; this one has ${plan.faults.length}`);
    }
    return { ...fault, ...timing, ...placed() };
  },
};

/** The faults of one experiment, on the timeline of the load. The default export of a file in `chaos/`. */
export function defineFaultPlan<const E extends string, const Step extends string = string>(
  definition: FaultPlanDefinition<E, Step>,
): FaultPlan {
  return {
    proofload: 'fault-plan',
    target: definition.target,
    journeys: definition.journeys ?? [],
    recovery: definition.recovery ?? '5s',
    faults: definition.faults(verbs),
    ...placed(),
  };
}
