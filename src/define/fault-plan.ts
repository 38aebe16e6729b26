import type { Fault } from './fault.ts';
import type { FaultParams, ParamValues } from './fault-params.ts';
import { sequenceVerbs, type FaultSequence, type SequenceVerbs } from './fault-sequence.ts';
import { commandVerbs, type CommandVerbs } from './faults/command.ts';
import { databaseVerbs, type DatabaseVerbs } from './faults/database.ts';
import { httpVerbs, type HttpVerbs } from './faults/http.ts';
import { networkVerbs, type NetworkVerbs } from './faults/network.ts';
import { serviceVerbs, type ServiceVerbs } from './faults/service.ts';
import type { Journey } from './journey.ts';
import { placed, type Placed } from './place.ts';
import type { Kinds, Target } from './target.ts';
import type { Duration, Moment } from './time.ts';

/** The faults there are, for the services and edges of one target and the steps of some journeys; a family is a file in `faults/`. */
export interface FaultVerbs<K extends Kinds, E extends string, Step extends string>
  extends
    NetworkVerbs<E, Step>,
    HttpVerbs<E, Step>,
    ServiceVerbs<keyof K & string, Step>,
    DatabaseVerbs<K, Step>,
    CommandVerbs<keyof K & string>,
    SequenceVerbs {
  /** The one fault of another plan, at another time. */
  readonly again: (plan: FaultPlan, timing: { readonly at: Moment; readonly for: Moment }) => Fault;
}

/** What ends the load at once, with everything healed: a share of failed steps, or an objective of the SLO file, by name. */
export type HaltCondition =
  { readonly errorRate: `${number}%`; readonly for: Duration } | { readonly of: string; readonly for: Duration };

/** What must hold for the faults to begin: all objectives about steady state, or some by name. */
export interface Requirement {
  readonly of: 'steady' | readonly string[];
  /** For so long, until a second before the first fault. */
  readonly for: Duration;
}

export interface FaultPlanDefinition<K extends Kinds, E extends string, Step extends string, P extends FaultParams> {
  readonly target: Target<K, E>;
  /** Journeys whose steps `hits` may name. */
  readonly journeys?: readonly Journey<Step>[];
  /** Length of the phase `recovery:<id>` after each fault. @default '5s' */
  readonly recovery?: Duration;
  /** What `--fault-param name=value` may change, with the values that it has without. */
  readonly params?: P;
  /** Where it does not hold the run ends before its first fault, and is inconclusive. @default nothing */
  readonly require?: Requirement;
  /** The run ends when one of them is met all through its `for`. @default none */
  readonly halt?: HaltCondition | readonly HaltCondition[];
  readonly faults: (
    verbs: FaultVerbs<NoInfer<K>, NoInfer<E>, NoInfer<Step>>,
    params: ParamValues<NoInfer<P>>,
  ) => readonly (Fault | FaultSequence)[];
}

export interface FaultPlan extends Placed {
  readonly proofload: 'fault-plan';
  readonly target: Target;
  readonly journeys: readonly Journey[];
  readonly recovery: Duration;
  readonly params: FaultParams;
  readonly require: Requirement | null;
  readonly halt: readonly HaltCondition[];
  readonly faults: readonly (Fault | FaultSequence)[];
  /** The faults for other values of the parameters. */
  readonly faultsWith: (params: FaultParams) => readonly (Fault | FaultSequence)[];
}

const verbs: FaultVerbs<Kinds, string, string> = {
  ...networkVerbs,
  ...httpVerbs,
  ...serviceVerbs,
  ...commandVerbs,
  ...databaseVerbs,
  ...sequenceVerbs,
  again(plan, timing) {
    const [fault, ...others] = plan.faults;
    if (fault === undefined || 'sequence' in fault || others.length > 0) {
      throw new TypeError(`again() takes a plan with exactly one fault; this one has ${plan.faults.length}`);
    }
    return { ...fault, ...timing, ...placed() };
  },
};

/** The faults of one experiment, on the timeline of the load. The default export of a file in `chaos/`. */
export function defineFaultPlan<
  const K extends Kinds,
  const E extends string,
  const Step extends string = string,
  const P extends FaultParams = FaultParams,
>(definition: FaultPlanDefinition<K, E, Step, P>): FaultPlan {
  const {
    target,
    journeys = [],
    recovery = '5s',
    params = {},
    require = null,
    halt = [],
    faults,
    ...others
  } = definition;
  // What takes any name takes those of one target; the compiler cannot tell that of names by kind.
  const ownVerbs = verbs as unknown as FaultVerbs<K, E, Step>;
  const faultsWith = (values: FaultParams) => faults(ownVerbs, values as ParamValues<P>);
  return {
    // What there is no field for is told where the plan is checked.
    ...others,
    proofload: 'fault-plan',
    target,
    journeys,
    recovery,
    params,
    require,
    halt: [halt].flat(),
    faults: faultsWith(params),
    faultsWith,
    ...placed(),
  };
}
