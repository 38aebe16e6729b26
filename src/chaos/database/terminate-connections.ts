import type { DatabaseAction } from '../../model/faults/database.ts';
import { again } from '../again.ts';
import type { DatabaseFault } from './database-fault.ts';
import { openSession, theirs } from './session.ts';

/** Ends every connection of the database that is not ours; gives how many. */
export const terminate = `SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity WHERE ${theirs}`;

/** The server ends the connections of its clients (57P01), at the beginning of the fault or again and again. */
export const terminateConnections: DatabaseFault<Extract<DatabaseAction, { kind: 'terminate-connections' }>> = {
  async prepare({ everyMs }, { url, seen, met }) {
    const session = await openSession(url);
    const healed = new AbortController();
    let connections = 0;
    let cutting: Promise<void> | undefined;
    const cut = async (): Promise<void> => {
      const [row] = await session.query(terminate);
      const isFirst = connections === 0;
      connections += Number(row?.['ended']);
      if (connections > 0 && isFirst) seen('felt');
    };
    return {
      async apply() {
        await cut();
        if (everyMs === null) return;
        cutting = again(cut, everyMs, healed.signal);
        cutting.catch(() => undefined); // told by heal
      },
      async heal() {
        healed.abort();
        try {
          await cutting;
        } finally {
          session.close();
          if (connections > 0) seen('clean');
          met({ connections, requests: null });
        }
      },
    };
  },
};
