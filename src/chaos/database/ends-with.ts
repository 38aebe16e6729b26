import { until } from '../../system/clock.ts';
import type { Acting } from '../acting.ts';
import { NotAsPlanned } from '../breakable.ts';
import type { Sessions } from './session.ts';

/** A server that the run has started. */
export interface OwnServer {
  /** Undefined once it has ended. */
  pid(): number | undefined;
}

interface Holder {
  readonly name: string;
  /** Null: it is not of this run, and may come back with the fault. */
  readonly own: OwnServer | null;
  readonly sessions: Pick<Sessions, 'close' | 'unref'>;
}

/** Connections are gone a moment before their server is known to be. */
const endShowsWithinMs = 500;

/**
 * A fault from within is in the memory of a server and in its files. A server of the run that has ended comes back with
 * neither, so nobody has to be asked whether the fault is gone.
 */
export function endsWith(acting: Acting, { name, own, sessions }: Holder): Acting {
  let isOn = false;
  const hasEnded = (): boolean => own !== null && own.pid() === undefined;
  const isGone = async (tell: Parameters<Acting['heal']>[0]): Promise<boolean> => {
    if (hasEnded()) return true;
    try {
      await acting.heal(tell);
      return false;
    } catch (error) {
      if ((await until(hasEnded, { timeoutMs: endShowsWithinMs, what: 'its end' })).met) return true;
      sessions.unref(); // not closed: it may be tried again
      throw error;
    }
  };
  return {
    apply(tell) {
      isOn = true;
      return acting.apply(tell);
    },
    async heal(tell) {
      const gone = await isGone(tell);
      sessions.close();
      if (gone && isOn) throw new NotAsPlanned(`${name} ended while it was on, and with ${name} the fault`);
    },
  };
}
