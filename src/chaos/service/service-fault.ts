import type { UndoLog } from '../../undo/undo-log.ts';
import type { Acting, Occasion } from '../acting.ts';
import type { Proof } from '../breakable.ts';
import type { BrokenService } from './broken-service.ts';

/** One kind of fault on a service. */
export interface ServiceFault<Action> {
  /** @param probed where a canary can speak to the service, by name */
  proofOf(action: Action, probed: readonly string[]): Proof;
  /** See `breakableBy`. */
  prepare(action: Action, scene: Scene): Acting | Promise<Acting>;
}

/** Where one fault is put on. */
export interface Scene extends Occasion {
  readonly service: BrokenService;
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  /** Environment of the harness. */
  readonly env: Readonly<Record<string, string>>;
}
