import type { UndoLog } from '../../undo/undo-log.ts';
import type { Proof } from '../breakable.ts';
import type { BrokenService } from './broken-service.ts';

/** One kind of fault on a service. */
export interface ServiceFault<Action> {
  /** @param edges that lead to the service */
  proofOf(action: Action, edges: readonly string[]): Proof;
  /** Makes ready what takes time or must be in the undo log; nothing acts yet. */
  prepare(action: Action, scene: Scene): Acting | Promise<Acting>;
}

/** Where one fault is put on. */
export interface Scene {
  readonly service: BrokenService;
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  /** Environment of the harness. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it will be on, in ms. */
  readonly forMs: number;
  /** Takes when it is seen to act, and to have ceased. */
  readonly seen: (what: 'felt' | 'clean') => void;
}

/** A fault that is made ready. Both read back what they did; `tell` takes what went otherwise than usual. */
export interface Acting {
  apply(tell: (escalation: string) => void): Promise<void>;
  /** Also takes back what was made ready. */
  heal(tell: (escalation: string) => void): Promise<void>;
}
