import type { DatabaseAction } from '../../model/faults/database.ts';
import { again } from '../again.ts';
import type { DatabaseFault } from './database-fault.ts';
import { theirs } from './session.ts';

/** Not only opened, to lie in a pool. */
const inUse = `(state <> 'idle' OR state_change > least(backend_start + interval '1 second', clock_timestamp() - interval '2 seconds'))`;

/** Ends every connection of the database that is not ours; gives how many, and how many of these were in use. */
export const terminate = `SELECT count(*) FILTER (WHERE ended)::int AS ended, count(*) FILTER (WHERE ended AND used)::int AS used FROM (SELECT pg_terminate_backend(pid) AS ended, ${inUse} AS used FROM pg_stat_activity WHERE ${theirs}) AS connections`;

/** The server ends the connections of its clients (57P01), at the beginning of the fault or again and again. */
export const terminateConnections: DatabaseFault<Extract<DatabaseAction, { kind: 'terminate-connections' }>> = {
  async prepare({ everyMs }, { url, open, seen, met }) {
    const session = await open(url);
    const healed = new AbortController();
    let [ended, used] = [0, 0];
    let cutting: Promise<void> | undefined;
    const cut = async (): Promise<void> => {
      const [row] = await session.query(terminate);
      const isFirst = ended === 0;
      ended += Number(row?.['ended']);
      used += Number(row?.['used']);
      if (ended > 0 && isFirst) seen('felt');
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
          if (ended > 0) seen('clean');
          met({ connections: used, requests: null });
        }
      },
    };
  },
};
