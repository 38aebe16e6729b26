import type { Proof } from '../breakable.ts';
import type { BrokenService } from './broken-service.ts';

/** One kind of fault on a service. */
export interface ServiceFault<Action> {
  /** @param edges that lead to the service */
  proofOf(action: Action, edges: readonly string[]): Proof;
  /** Makes ready what takes time or must be in the undo log; nothing acts yet. */
  prepare(action: Action, service: BrokenService, seen: Seen): Acting | Promise<Acting>;
}

/** Takes when a fault was seen to act, and to have ceased. */
export type Seen = (what: 'felt' | 'clean') => void;

/** A fault that is made ready. Both read back what they did; `tell` takes what went otherwise than usual. */
export interface Acting {
  apply(tell: (escalation: string) => void): Promise<void>;
  /** Also takes back what was made ready. */
  heal(tell: (escalation: string) => void): Promise<void>;
}
