import type { Fault } from './fault.ts';
import { httpVerbs, type HttpVerbs } from './faults/http.ts';
import { networkVerbs, type NetworkVerbs } from './faults/network.ts';
import { serviceVerbs, type ServiceVerbs } from './faults/service.ts';
import type { Journey } from './journey.ts';
import { placed, type Placed } from './place.ts';
import type { Target } from './target.ts';
import type { Duration, Moment } from './time.ts';

/** The faults there are, for the services and edges of one target and the steps of some journeys; a family is a file in `faults/`. */
export interface FaultVerbs<S extends string, E extends string, Step extends string>
  extends NetworkVerbs<E, Step>, HttpVerbs<E, Step>, ServiceVerbs<S, Step> {
  /** The one fault of another plan, at another time. */
  readonly again: (plan: FaultPlan, timing: { readonly at: Moment; readonly for: Moment }) => Fault;
}

export interface FaultPlanDefinition<S extends string, E extends string, Step extends string> {
  readonly target: Target<S, E>;
  /** Journeys whose steps `hits` may name. */
  readonly journeys?: readonly Journey<Step>[];
  /** Length of the phase `recovery:<id>` after each fault. @default '5s' */
  readonly recovery?: Duration;
  readonly faults: (verbs: FaultVerbs<NoInfer<S>, NoInfer<E>, NoInfer<Step>>) => readonly Fault[];
}

export interface FaultPlan extends Placed {
  readonly proofload: 'fault-plan';
  readonly target: Target;
  readonly journeys: readonly Journey[];
  readonly recovery: Duration;
  readonly faults: readonly Fault[];
}

const verbs: FaultVerbs<string, string, string> = {
  ...networkVerbs,
  ...httpVerbs,
  ...serviceVerbs,
  again(plan, timing) {
    const [fault, ...others] = plan.faults;
    if (fault === undefined || others.length > 0) {
      throw new TypeError(`again() takes a plan with exactly one fault; this one has ${plan.faults.length}`);
    }
    return { ...fault, ...timing, ...placed() };
  },
};

/** The faults of one experiment, on the timeline of the load. The default export of a file in `chaos/`. */
export function defineFaultPlan<const S extends string, const E extends string, const Step extends string = string>(
  definition: FaultPlanDefinition<S, E, Step>,
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
