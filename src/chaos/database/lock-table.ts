import type { DatabaseAction } from '../../model/faults/database.ts';
import type { DatabaseFault } from './database-fault.ts';
import { openSession, sqlState, untilSeen } from './session.ts';

/** Beyond its time, for a harness that stands still: the server ends our transaction itself. */
const leaseMs = 10_000;
const lockNotAvailable = '55P03';

/**
 * Our transaction holds an ACCESS EXCLUSIVE lock: whoever reads or writes the table waits for it, as behind a migration. It
 * waits itself for those who use the table, and all who come later wait behind it.
 */
export const lockTable: DatabaseFault<Extract<DatabaseAction, { kind: 'lock-table' }>> = {
  async prepare({ table }, { url, forMs, seen }) {
    const name = table
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
    const [holder, looker] = await Promise.all([openSession(url), openSession(url)]);
    await looker.query(`SET lock_timeout = '10ms'`);
    const isLocked = (): Promise<boolean> =>
      looker.query(`SELECT FROM ${name} LIMIT 0`).then(
        () => false,
        (error: unknown) => {
          if (sqlState(error) === lockNotAvailable) return true;
          throw error;
        },
      );
    await isLocked(); // whether there is such a table is known now
    let isOn = false;
    return {
      async apply() {
        isOn = true;
        const limits = `SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = ${forMs + leaseMs}`;
        await holder.query(`BEGIN; ${limits}; LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
        await untilSeen(`the lock on ${table}`, isLocked);
        seen('felt');
      },
      async heal() {
        if (isOn) {
          await holder.query('ROLLBACK').catch(() => undefined); // without its connection it is gone, too
          await untilSeen(`the end of the lock on ${table}`, async () => !(await isLocked()));
          seen('clean');
        }
        holder.close();
        looker.close();
      },
    };
  },
};
