import type { FaultAction } from '../model/fault-action.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { Meeting, Way } from '../model/meeting.ts';
import type { Exposure } from '../model/record.ts';

/** Something of the target that faults can be put on: an edge, a service, a database. */
export interface Breakable<A extends FaultAction = FaultAction> {
  /** As faults call it: `api->db`, `api`. */
  readonly name: string;
  /** What is wrong with the action, in sentences: inputs are checked where they are read, this is what would do harm. */
  problems(action: A): string[];
  proofOf(action: A): Proof;
  /** Of an edge: where its connections can be counted. */
  readonly way?: Way | undefined;
  /** How the load that meets the fault is counted. Absent or undefined: it counts itself (`onExposed`), or nobody can. */
  meets?(action: A): Meeting | undefined;
  /** What a fault does one after another, each for an equal part of its time. @default the action alone */
  stages?(action: A): readonly A[];
  /**
   * Enters what the fault will do in the undo log, ahead of time: that takes a write to the disk. `forMs`: how long it will be on,
   * for what can end by itself.
   */
  prepare(fault: string, action: A, forMs: number): Promise<void>;
  /**
   * Puts the fault on, or changes it to another of its stages; read back when it resolves. `tell` gets a sentence when that took more than usual.
   * Rejects when it could not be put on at all; heal it then, too.
   */
  apply(fault: string, action: A, tell: (escalation: string) => void): Promise<void>;
  /** Takes the fault off; read back when it resolves. Rejects when it may still be on. Does nothing when it is not on. */
  heal(fault: string, tell: (escalation: string) => void): Promise<void>;
  /** Of what has its own proof: calls `cb` when a fault is seen to act, and to have ceased; `at` as `now()` gives time. */
  onSeen?(cb: (fault: string, what: 'felt' | 'clean', at: number) => void): void;
  /** Of what counts the load that meets a fault: calls `cb` with all that has met it so far, at least whenever it was healed. */
  onExposed?(cb: (fault: string, exposure: Exposure) => void): void;
}

/** Thrown by `heal`: the fault is off, and did not act as it was meant to. */
export class NotAsPlanned extends Error {
  override readonly name = 'NotAsPlanned';
  /** It was healed before it had done its part, which is nothing wrong where the load has ended early. */
  readonly cutShort: boolean;

  constructor(message: string, { cutShort = false } = {}) {
    super(message);
    this.cutShort = cutShort;
  }
}

/** How it is known that a fault acts, and that it has ceased. */
export type Proof =
  /** Probes at the first of these places that can be probed take at least so much longer; Infinity: they get no answer. */
  | { readonly kind: 'probes'; readonly at: readonly string[]; readonly slowsByMs: number }
  /** What it is put on sees it itself, and tells by `onSeen`. */
  | { readonly kind: 'own' }
  /** Nothing can see it: acknowledged is taken for felt, and healed for clean. */
  | { readonly kind: 'assumed' };

/** Finds what a fault is put on. */
export type BreakableOf = (fault: Pick<PlannedFault, 'on' | 'action' | 'replicas'>) => Breakable | undefined;
