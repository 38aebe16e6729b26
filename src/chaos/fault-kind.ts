import type { Direction } from '../model/faults/network.ts';
import type { Stream, Toxic } from './toxic.ts';

/** One kind of fault: what it may ask for, what it does to an edge, and how it shows. */
export interface FaultKind<Action> {
  /** What is wrong with the numbers, in sentences; Toxiproxy itself accepts nonsense. */
  problems(action: Action): string[];
  /** What it puts on the connections of the edge. */
  toxics(action: Action): Toxic[];
  /** The edge does not listen while it is on, and its connections are cut. */
  readonly cuts: boolean;
  /** By how many ms at least the round trip of a new connection is longer while it is on; Infinity: it has no answer. */
  slowsByMs(action: Action): number;
}

const streams = {
  upstream: ['upstream'],
  downstream: ['downstream'],
  both: ['upstream', 'downstream'],
} as const satisfies Record<Direction, readonly Stream[]>;

export function streamsOf(direction: Direction): readonly Stream[] {
  return streams[direction];
}
