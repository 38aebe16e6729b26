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

/** Lets faults be put on a database, a pool or a cache, from within. */
export function breakDatabase(
  name: string,
  { url, host, port }: Pick<DatabaseScene, 'url' | 'host' | 'port'>,
): Breakable<DatabaseAction> {
  return breakableBy<DatabaseAction>({
    name,
    proofOf: () => ({ kind: 'own' }),
    prepare(action, occasion) {
      // The map above pairs every kind with its own action; methods are compared loosely enough to let that pass here.
      const fault: DatabaseFault<DatabaseAction> = databaseFaults[action.kind];
      return fault.prepare(action, { url, host, port, ...occasion });
    },
  });
}
