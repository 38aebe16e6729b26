import type { DatabaseAction } from '../../model/faults/database.ts';
import { breakableBy } from '../acting.ts';
import type { Breakable } from '../breakable.ts';
import type { DatabaseFault, DatabaseScene } from './database-fault.ts';
import { exhaustConnections } from './exhaust-connections.ts';
import { lockTable } from './lock-table.ts';
import { memoryFull } from './memory-full.ts';
import { pausePool } from './pause-pool.ts';
import { pauseWrites } from './pause-writes.ts';
import { readOnly } from './read-only.ts';
import { replicaLag } from './replica-lag.ts';
import { endsWith, type OwnServer } from './ends-with.ts';
import { newSessions } from './session.ts';
import { terminateConnections } from './terminate-connections.ts';

/** Every kind of fault of a database. A new one is a file beside this one and a line here. */
const databaseFaults = {
  'terminate-connections': terminateConnections,
  'lock-table': lockTable,
  'exhaust-connections': exhaustConnections,
  'read-only': readOnly,
  'replica-lag': replicaLag,
  'pause-pool': pausePool,
  'pause-writes': pauseWrites,
  'memory-full': memoryFull,
} satisfies { [K in DatabaseAction['kind']]: DatabaseFault<Extract<DatabaseAction, { kind: K }>> };

/** A database, a pool or a cache, as faults from within see it. */
export interface BrokenDatabase extends Pick<DatabaseScene, 'url' | 'host' | 'port'> {
  readonly name: string;
  /** Its server; null where that is not of this run. */
  readonly own: OwnServer | null;
}

/** Lets faults be put on a database, a pool or a cache, from within. */
export function breakDatabase({ name, url, host, port, own }: BrokenDatabase): Breakable<DatabaseAction> {
  return breakableBy<DatabaseAction>({
    name,
    proofOf: () => ({ kind: 'own' }),
    async prepare(action, occasion) {
      // The map above pairs every kind with its own action; methods are compared loosely enough to let that pass here.
      const fault: DatabaseFault<DatabaseAction> = databaseFaults[action.kind];
      const sessions = newSessions();
      try {
        const acting = await fault.prepare(action, { url, host, port, open: sessions.open, ...occasion });
        return endsWith(acting, { name, own, sessions });
      } catch (error) {
        sessions.close();
        throw error;
      }
    },
  });
}
