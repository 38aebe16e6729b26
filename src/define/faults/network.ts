import { placed } from '../place.ts';
import type { Fault, FaultTiming } from '../fault.ts';
import type { DataRate, DataSize } from '../size.ts';
import type { Duration } from '../time.ts';

/** Which way of the connection: towards the service, back from it, or both. */
export type FaultDirection = 'upstream' | 'downstream' | 'both';

interface Directed {
  /** @default 'both', but 'downstream' for latency and bandwidth */
  readonly direction?: FaultDirection;
}

/** The fields of one or of the other, never of both. */
type Either<A, B> = (A & { readonly [K in keyof B]?: never }) | (B & { readonly [K in keyof A]?: never });

/** From one value to another in equal steps, each on for an equal part of the fault. */
export interface FaultRamp<Value> {
  readonly from: Value;
  readonly to: Value;
  /** How many values, `from` and `to` included. */
  readonly steps: number;
}

export type LatencyOptions = Directed & {
  /** Each piece of data is delayed by the delay plus or minus up to this. @default '0ms' */
  readonly jitter?: Duration;
} & Either<{ readonly delay: Duration }, { readonly ramp: FaultRamp<Duration> }>;

/** Of each connection: a pool of ten has ten times as much. */
export type BandwidthOptions = Directed & Either<{ readonly rate: DataRate }, { readonly ramp: FaultRamp<DataRate> }>;

export interface TimeoutOptions extends Directed {
  /** Without data for so long, a connection is closed. */
  readonly after: Duration;
}

export interface SlowCloseOptions extends Directed {
  readonly delay: Duration;
}

export interface SlicerOptions extends Directed {
  /** Data comes in slices of about so much. */
  readonly size: DataSize;
  /** Slices are larger or smaller by up to this; less than `size`. @default '0B' */
  readonly variation?: DataSize;
  /** Between two slices; in 1/1000 ms. @default '0ms' */
  readonly delay?: Duration;
}

export interface LimitDataOptions extends Directed {
  /** Counted from the beginning of the fault, or of the connection if that is later. */
  readonly bytes: DataSize;
}

/** What can be done to the connections of an edge. */
export interface NetworkVerbs<E extends string, Step extends string> {
  /** Data takes longer, connections stay. */
  readonly latency: (edge: E, options: FaultTiming<Step> & LatencyOptions) => Fault;
  /** Each connection carries only so much data a second. */
  readonly bandwidth: (edge: E, options: FaultTiming<Step> & BandwidthOptions) => Fault;
  /** Connections stay and nothing gets through. They are closed when the fault ends. */
  readonly blackHole: (edge: E, options: FaultTiming<Step> & Directed) => Fault;
  /** Nothing gets through, and a connection that sends nothing for a time is closed. */
  readonly timeout: (edge: E, options: FaultTiming<Step> & TimeoutOptions) => Fault;
  /** Connections are ended by an RST: those in use at once, new ones at their first data. */
  readonly reset: (edge: E, options: FaultTiming<Step> & Directed) => Fault;
  /** The other side learns late that a connection was closed. */
  readonly slowClose: (edge: E, options: FaultTiming<Step> & SlowCloseOptions) => Fault;
  /** Data comes in small pieces. */
  readonly slicer: (edge: E, options: FaultTiming<Step> & SlicerOptions) => Fault;
  /** Connections are closed after an amount of data, in the middle of whatever it is. */
  readonly limitData: (edge: E, options: FaultTiming<Step> & LimitDataOptions) => Fault;
  /** Connections are cut and new ones refused. */
  readonly down: (edge: E, options: FaultTiming<Step>) => Fault;
}

export const networkVerbs: NetworkVerbs<string, string> = {
  latency: (on, options) => ({ kind: 'latency', on, ...options, ...placed() }),
  bandwidth: (on, options) => ({ kind: 'bandwidth', on, ...options, ...placed() }),
  blackHole: (on, options) => ({ kind: 'black-hole', on, ...options, ...placed() }),
  timeout: (on, options) => ({ kind: 'timeout', on, ...options, ...placed() }),
  reset: (on, options) => ({ kind: 'reset', on, ...options, ...placed() }),
  slowClose: (on, options) => ({ kind: 'slow-close', on, ...options, ...placed() }),
  slicer: (on, options) => ({ kind: 'slicer', on, ...options, ...placed() }),
  limitData: (on, options) => ({ kind: 'limit-data', on, ...options, ...placed() }),
  down: (on, options) => ({ kind: 'down', on, ...options, ...placed() }),
};
