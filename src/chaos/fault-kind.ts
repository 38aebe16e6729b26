import type { Direction, NetworkAction } from '../model/faults/network.ts';
import type { Stream, Toxic } from './toxic.ts';

/** One kind of fault: what it may ask for, what it does to an edge, and how it shows. */
export interface FaultKind<Action> {
  /** What is wrong with the numbers, in sentences; Toxiproxy itself accepts nonsense. */
  problems(action: Action): string[];
  /** What it puts on the connections of the edge. */
  toxics(action: Action): Toxic[];
  /**
   * What becomes of connections that are open when it begins. They `stay`, as the toxics leave them; they are `cut`, and the edge
   * does not listen while it is on; or those in use are `reset`, and its toxics meet new ones only.
   */
  readonly connections: 'stay' | 'cut' | 'reset';
  /**
   * By how many ms at least the round trip of a new connection is longer while it is on; Infinity: it has no answer;
   * null: one that says little cannot tell.
   */
  slowsByMs(action: Action): number | null;
}

/** The action of one kind of fault. */
export type ActionOf<K extends NetworkAction['kind']> = Extract<NetworkAction, { kind: K }>;

const streams = {
  upstream: ['upstream'],
  downstream: ['downstream'],
  both: ['upstream', 'downstream'],
} as const satisfies Record<Direction, readonly Stream[]>;

export function streamsOf(direction: Direction): readonly Stream[] {
  return streams[direction];
}

/** The same toxic on every way that `direction` names. */
export function onStreams(direction: Direction, toxic: (stream: Stream) => Toxic): Toxic[] {
  return streamsOf(direction).map(toxic);
}

/** Says what is wrong with a number that Toxiproxy is to be given, if anything. */
export function wholeNumber(name: string, value: number, least: number, most: number, unit: string): string[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [`the ${name} must be a whole number from ${least} to ${most} ${unit}, not ${value} ${unit}`];
}

/** No experiment waits longer, and far beyond it the server panics. */
export const longestMs = 3_600_000;
