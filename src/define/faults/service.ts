import type { Fault, FaultTiming } from '../fault.ts';
import { placed } from '../place.ts';

export interface KillOptions {
  /** Start it again when the fault is over. @default true */
  readonly restart?: boolean;
}

/** What can be done to the processes of a service that the run itself started. */
export interface ServiceVerbs<S extends string, Step extends string> {
  /** All of its processes stand still: connections open, and nothing is answered until they go on. */
  readonly pause: (service: S, options: FaultTiming<Step>) => Fault;
  /** It dies at once, with all of its processes, and is started again when the fault is over. */
  readonly kill: (service: S, options: FaultTiming<Step> & KillOptions) => Fault;
  /** It is asked to end, as a deployment does, and is started again as soon as it has; `for` is how long that may take. */
  readonly restart: (service: S, options: FaultTiming<Step>) => Fault;
}

export const serviceVerbs: ServiceVerbs<string, string> = {
  pause: (on, options) => ({ kind: 'pause', on, ...options, ...placed() }),
  kill: (on, options) => ({ kind: 'kill', on, ...options, ...placed() }),
  restart: (on, options) => ({ kind: 'restart', on, ...options, ...placed() }),
};
