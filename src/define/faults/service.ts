import type { Fault, FaultTiming } from '../fault.ts';
import { placed } from '../place.ts';
import type { DataSize } from '../size.ts';
import type { Duration } from '../time.ts';

export interface KillOptions {
  /** Start it again when the fault is over. @default true */
  readonly restart?: boolean;
}

export interface CpuThrottleOptions {
  /** How many CPUs all of its processes together get: `0.2` is a fifth of one. */
  readonly cpus: number;
}

export interface CpuStressOptions {
  /** @default 1 */
  readonly workers?: number;
  /** How much of a CPU each worker uses up. @default '100%' */
  readonly load?: `${number}%`;
}

export interface ClockSkewOptions {
  /** Ahead by `+1h`, behind by `-5m`. */
  readonly by: `${'+' | '-'}${Duration}`;
}

export interface MemoryStressOptions {
  readonly size: DataSize;
}

/** What can be done to the processes of a service that the run itself started. */
export interface ServiceVerbs<S extends string, Step extends string> {
  /** All of its processes stand still: connections open, and nothing is answered until they go on. */
  readonly pause: (service: S, options: FaultTiming<Step>) => Fault;
  /** Its container is cut off the network: it runs on, reaches nobody, and is reached by nobody. Needs Docker. */
  readonly disconnect: (service: S, options: FaultTiming<Step>) => Fault;
  /** It dies at once, with all of its processes, and is started again when the fault is over. */
  readonly kill: (service: S, options: FaultTiming<Step> & KillOptions) => Fault;
  /** It is asked to end, as a deployment does, and is started again as soon as it has; `for` is how long that may take. */
  readonly restart: (service: S, options: FaultTiming<Step>) => Fault;
  /** It gets only so much CPU. Needs root and Linux. */
  readonly cpuThrottle: (service: S, options: FaultTiming<Step> & CpuThrottleOptions) => Fault;
  /** A neighbour on its machine uses up CPU, the load generator's too. Needs stress-ng. */
  readonly cpuStress: (service: S, options: FaultTiming<Step> & CpuStressOptions) => Fault;
  /** A neighbour on its machine uses up memory. Needs stress-ng. */
  readonly memoryStress: (service: S, options: FaultTiming<Step> & MemoryStressOptions) => Fault;
  /** Its `disk` has no room left. Needs root and Linux. */
  readonly diskFull: (service: S, options: FaultTiming<Step>) => Fault;
  /** Its clock is ahead or behind. Needs libfaketime and Linux. */
  readonly clockSkew: (service: S, options: FaultTiming<Step> & ClockSkewOptions) => Fault;
}

export const serviceVerbs: ServiceVerbs<string, string> = {
  pause: (on, options) => ({ kind: 'pause', on, ...options, ...placed() }),
  disconnect: (on, options) => ({ kind: 'disconnect', on, ...options, ...placed() }),
  kill: (on, options) => ({ kind: 'kill', on, ...options, ...placed() }),
  restart: (on, options) => ({ kind: 'restart', on, ...options, ...placed() }),
  cpuThrottle: (on, options) => ({ kind: 'cpu-throttle', on, ...options, ...placed() }),
  cpuStress: (on, options) => ({ kind: 'cpu-stress', on, ...options, ...placed() }),
  memoryStress: (on, options) => ({ kind: 'memory-stress', on, ...options, ...placed() }),
  diskFull: (on, options) => ({ kind: 'disk-full', on, ...options, ...placed() }),
  clockSkew: (on, options) => ({ kind: 'clock-skew', on, ...options, ...placed() }),
};
