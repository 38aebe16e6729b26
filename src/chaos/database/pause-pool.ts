import type { DatabaseAction } from '../../model/faults/database.ts';
import { now, within } from '../../system/clock.ts';
import type { DatabaseFault } from './database-fault.ts';
import { isHeld, untilSeen } from './session.ts';

const answerWithinMs = 5_000;

/**
 * PgBouncer's PAUSE: it takes queries and connections, and lets them wait; transactions under way end first, with sessions
 * that have a connection to themselves (`pool_mode: 'session'`) when their clients leave.
 *
 * Needs no entry in the undo log: it is a state of a process that ends with the run.
 */
export const pausePool: DatabaseFault<Extract<DatabaseAction, { kind: 'pause-pool' }>> = {
  async prepare(_action, { url, open, forMs, seen }) {
    const longestMs = forMs + 10_000;
    const console = new URL(url);
    console.pathname = '/pgbouncer';
    // Who paused waits for transactions under way, and could not say that it is over.
    const [pauser, admin] = await Promise.all([open(console.href, longestMs), open(console.href)]);
    let isOn = false;
    let held: Promise<unknown> | undefined;
    const ask = async (): Promise<void> => {
      const session = await open(url, longestMs);
      try {
        await session.query('SELECT 1');
      } finally {
        session.close();
      }
    };
    return {
      async apply() {
        isOn = true;
        pauser.query('PAUSE').catch(() => undefined); // it shows in whether queries wait
        let askedAt = 0;
        await untilSeen('a query that waits', () => {
          askedAt = now();
          return isHeld((held = ask()));
        });
        seen('felt', askedAt);
      },
      async heal() {
        if (!isOn) return;
        await admin.query('RESUME');
        // The pool goes on; whether its database answers is another question.
        const answer = (held ?? ask()).then(() => seen('clean'));
        await within(answer, answerWithinMs).catch(() => undefined);
      },
    };
  },
};
