import type { DatabaseAction } from '../../model/faults/database.ts';
import { within } from '../../system/clock.ts';
import { again } from '../again.ts';
import type { DatabaseFault } from './database-fault.ts';
import { sqlState, theirs, untilSeen } from './session.ts';

/** Beyond its time, for a harness that stands still: the server ends our transaction itself. */
const leaseMs = 10_000;
const lockNotAvailable = '55P03';
const undefinedTable = '42P01';
const lookEveryMs = 50;
/** A last look at who waits must not hold up the end of the fault. */
const lookAtMostMs = 200;

/**
 * Our transaction holds an ACCESS EXCLUSIVE lock: whoever reads or writes the table waits for it, as behind a migration. It
 * waits itself for those who use the table, and all who come later wait behind it.
 */
export const lockTable: DatabaseFault<Extract<DatabaseAction, { kind: 'lock-table' }>> = {
  async prepare({ table }, { url, open, forMs, seen, met }) {
    const name = table
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
    const [holder, looker] = await Promise.all([open(url), open(url)]);
    await looker.query(`SET lock_timeout = '10ms'`);
    const isLocked = (): Promise<boolean> =>
      looker.query(`SELECT FROM ${name} LIMIT 0`).then(
        () => false,
        (error: unknown) => {
          if (sqlState(error) === lockNotAvailable) return true;
          throw error;
        },
      );
    const isFree = (): Promise<boolean> =>
      isLocked().then(
        (locked) => !locked,
        (error: unknown) => {
          if (sqlState(error) === undefinedTable) return true; // whoever dropped it had to have the lock
          throw error;
        },
      );
    await isLocked(); // whether there is such a table is known now
    const holderPid = Number((await holder.query('SELECT pg_backend_pid() AS pid'))[0]?.['pid']);
    const waiting = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND ${holderPid} = ANY(pg_blocking_pids(pid)) AND ${theirs}`;
    const waited = new Set<unknown>();
    const lookWhoWaits = async (): Promise<void> => {
      for (const { pid } of await looker.query(waiting)) waited.add(pid);
    };
    const healed = new AbortController();
    let looking = Promise.resolve();
    let isKnown = true;
    let isOn = false;
    return {
      async apply() {
        isOn = true;
        const limits = `SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = ${forMs + leaseMs}`;
        await holder.query(`BEGIN; ${limits}; LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
        await untilSeen(`the lock on ${table}`, isLocked);
        seen('felt');
        looking = again(lookWhoWaits, lookEveryMs, healed.signal)
          .then(lookWhoWaits)
          .catch(() => void (isKnown = false));
      },
      async heal() {
        healed.abort();
        await within(looking, lookAtMostMs);
        if (!isOn) return;
        await holder.query('ROLLBACK').catch(() => undefined); // without its connection it is gone, too
        await untilSeen(`the end of the lock on ${table}`, isFree);
        seen('clean');
        if (isKnown) met({ connections: waited.size, requests: null });
      },
    };
  },
};
