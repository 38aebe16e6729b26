import { placed } from '../place.ts';
import type { Fault, FaultTiming } from '../fault.ts';
import type { Duration } from '../time.ts';

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

/** What can be done to the connections of an edge. */
export interface NetworkVerbs<E extends string, Step extends string> {
  /** Data takes longer, connections stay. */
  readonly latency: (edge: E, options: FaultTiming<Step> & LatencyOptions) => Fault;
  /** Connections stay and nothing gets through. They are closed when the fault ends. */
  readonly blackHole: (edge: E, options: FaultTiming<Step> & BlackHoleOptions) => Fault;
  /** Connections are cut and new ones refused. */
  readonly down: (edge: E, options: FaultTiming<Step>) => Fault;
}

export const networkVerbs: NetworkVerbs<string, string> = {
  latency: (on, options) => ({ kind: 'latency', on, ...options, ...placed() }),
  blackHole: (on, options) => ({ kind: 'black-hole', on, ...options, ...placed() }),
  down: (on, options) => ({ kind: 'down', on, ...options, ...placed() }),
};
