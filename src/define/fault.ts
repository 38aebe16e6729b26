import type { Placed } from './place.ts';
import type { Duration, Moment } from './time.ts';

/** When a fault is on, and which steps are meant to meet it. */
export interface FaultTiming<Step extends string = string> {
  /** Name of the fault: `fault:<id>` is its phase. Letters, digits and `-`. */
  readonly id: string;
  /** Left out only in `matrix` and `random`, which give the times. */
  readonly at?: Moment;
  readonly for?: Moment;
  /** Comes so often, with so much time from beginning to beginning, as `<id>-1`, `<id>-2`, … @default once, as `<id>` */
  readonly repeat?: { readonly every: Moment; readonly times: number };
  /** On for `on` at the beginning of every `every`. @default on all the time */
  readonly flapping?: { readonly every: Duration; readonly on: Duration };
  /** Steps that should meet the fault; when none of their requests does, its objectives are inconclusive. @default all */
  readonly hits?: readonly Step[];
  /** Only these replicas, counted from 1: of the service, or of the one that the edge leads away from. @default all */
  readonly replicas?: readonly number[];
}

/** One disturbance of the target; made by a verb of its family in `faults/`. */
export interface Fault extends FaultTiming, Placed {
  readonly kind: string;
  /** The edge or service that it is put on. */
  readonly on: string;
}
