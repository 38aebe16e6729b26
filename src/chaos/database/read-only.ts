import type { DatabaseAction } from '../../model/faults/database.ts';
import type { DatabaseFault } from './database-fault.ts';
import { untilSeen } from './session.ts';
import { terminate } from './terminate-connections.ts';

/**
 * Transactions are read-only by default (25006 for who writes), as on a standby after a failover. That holds for sessions from
 * their beginning on, so those that are there are ended, once more when it is over.
 *
 * Needs no entry in the undo log: it is a setting of a server that ends, with its data, with the run.
 */
export const readOnly: DatabaseFault<Extract<DatabaseAction, { kind: 'read-only' }>> = {
  async prepare(_action, { url, open, seen }) {
    const admin = await open(url);
    let isOn = false;
    const isReadOnly = async (): Promise<boolean> => {
      const session = await open(url);
      try {
        return (await session.query('SHOW transaction_read_only'))[0]?.['transaction_read_only'] === 'on';
      } finally {
        session.close();
      }
    };
    const change = async (to: 'SET default_transaction_read_only = on' | 'RESET default_transaction_read_only') => {
      const [row] = await admin.query(`SELECT format('ALTER DATABASE %I ${to}', current_database()) AS statement`);
      await admin.query(String(row?.['statement']));
      await admin.query(terminate);
    };
    return {
      async apply() {
        isOn = true;
        await change('SET default_transaction_read_only = on');
        await untilSeen('a read-only session', isReadOnly);
        seen('felt');
      },
      async heal() {
        if (!isOn) return;
        await change('RESET default_transaction_read_only');
        await untilSeen('a session that may write', async () => !(await isReadOnly()));
        seen('clean');
      },
    };
  },
};
