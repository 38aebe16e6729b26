import type { DatabaseAction } from '../../model/faults/database.ts';
import { again } from '../again.ts';
import type { DatabaseFault } from './database-fault.ts';
import { untilSeen, type Session } from './session.ts';

const fillEveryMs = 100;
/** So many at once: each is a process that the server starts. */
const atOnce = 20;

const freeConnections = `SELECT current_setting('max_connections')::int - count(*)::int AS free FROM pg_stat_activity WHERE backend_type IN ('client backend', 'walsender')`;

/**
 * Idle sessions of ours use up the server's connections: those that are there stay, new ones are refused (53300). What becomes
 * free meanwhile is used up, too.
 */
export const exhaustConnections: DatabaseFault<Extract<DatabaseAction, { kind: 'exhaust-connections' }>> = {
  async prepare({ leave }, { url, open, seen }) {
    const admin = await open(url);
    const idle: Session[] = [];
    const healed = new AbortController();
    let filling: Promise<void> | undefined;
    const free = async (): Promise<number> => Number((await admin.query(freeConnections))[0]?.['free']);
    const isUsedUp = async (): Promise<boolean> => (await free()) <= leave;
    const fill = async (): Promise<boolean> => {
      const missing = Math.min(atOnce, (await free()) - leave);
      const opened = await Promise.allSettled(Array.from({ length: missing }, () => open(url)));
      for (const one of opened) if (one.status === 'fulfilled') idle.push(one.value);
      return isUsedUp();
    };
    return {
      async apply() {
        await untilSeen('the last connection', fill, () => idle.length);
        seen('felt');
        filling = again(fill, fillEveryMs, healed.signal);
        filling.catch(() => undefined);
      },
      async heal() {
        healed.abort();
        await filling?.catch(() => undefined); // how many are free is read below
        for (const session of idle.splice(0)) session.close();
        await untilSeen('a free connection', async () => !(await isUsedUp()));
        seen('clean');
      },
    };
  },
};
