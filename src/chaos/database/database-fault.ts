import type { Acting, Occasion } from '../acting.ts';
import type { Sessions } from './session.ts';

/** One kind of fault of a database, a pool or a cache. All are proven by a session that looks. */
export interface DatabaseFault<Action> {
  /** See `breakableBy`. */
  prepare(action: Action, scene: DatabaseScene): Promise<Acting>;
}

/** Where one fault is put on. */
export interface DatabaseScene extends Occasion {
  /** With the password. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Opens a session, which is closed when the fault has been healed, or could not be made ready. */
  readonly open: Sessions['open'];
}
