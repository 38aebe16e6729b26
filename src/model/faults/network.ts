import { formatDataSize } from '../data-size.ts';
import { formatDuration } from '../duration.ts';

/** Which way of the connection: towards the service, back from it, or both. */
export type Direction = 'upstream' | 'downstream' | 'both';

/** What grows or falls while a fault is on: from here to what the action says, in equal steps that take equally long. */
export interface Ramp {
  /** In the unit of what it leads to. */
  readonly from: number;
  /** The values, first and last included. */
  readonly steps: number;
}

/** What can be done to the connections of an edge. */
export type NetworkAction = Directed | { readonly kind: 'down' };

type Directed = { readonly direction: Direction } & (
  | { readonly kind: 'latency'; readonly delayMs: number; readonly jitterMs: number; readonly ramp?: Ramp | undefined }
  /** Of each connection, not of all together. */
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number; readonly ramp?: Ramp | undefined }
  /** Connections stay, and nothing gets through. */
  | { readonly kind: 'black-hole' }
  /** The same, and who sends nothing for so long is closed. */
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** Connections end with an RST. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'slow-close'; readonly delayMs: number }
  | {
      readonly kind: 'slicer';
      readonly averageBytes: number;
      readonly variationBytes: number;
      /** Between two slices. */
      readonly delayUs: number;
    }
  /** Each connection is closed after so much data. */
  | { readonly kind: 'limit-data'; readonly bytes: number }
);

/** `latency of 1 s ± 200 ms on api->db (downstream)`. */
export function describeNetwork(action: NetworkAction, edge: string): string {
  if (action.kind === 'down') return `${edge} down`;
  return `${what(action)} on ${edge} (${ways(action.direction)})`;
}

function what(action: Directed): string {
  switch (action.kind) {
    case 'latency': {
      const jitter = action.jitterMs === 0 ? '' : ` ± ${formatDuration(action.jitterMs)}`;
      return `latency ${amount(action.ramp, action.delayMs, formatDuration)}${jitter}`;
    }
    case 'bandwidth':
      return `bandwidth ${amount(action.ramp, action.bytesPerSecond, rate)} a connection`;
    case 'black-hole':
      return 'black hole';
    case 'timeout':
      return `no data, and a close after ${formatDuration(action.afterMs)} of silence,`;
    case 'reset':
      return 'reset of connections';
    case 'slow-close':
      return `closes delayed by ${formatDuration(action.delayMs)}`;
    case 'slicer': {
      const variation = action.variationBytes === 0 ? '' : ` ± ${formatDataSize(action.variationBytes)}`;
      return `slices of ${formatDataSize(action.averageBytes)}${variation}, ${formatDuration(action.delayUs / 1000)} apart,`;
    }
    case 'limit-data':
      return `a close after ${formatDataSize(action.bytes)}`;
  }
}

function amount(ramp: Ramp | undefined, to: number, text: (value: number) => string): string {
  return ramp === undefined ? `of ${text(to)}` : `from ${text(ramp.from)} to ${text(to)} in ${ramp.steps} steps`;
}

function rate(bytesPerSecond: number): string {
  return `${formatDataSize(bytesPerSecond)}/s`;
}

function ways(direction: Direction): string {
  return direction === 'both' ? 'both ways' : direction;
}
