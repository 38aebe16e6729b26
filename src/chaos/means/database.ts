import type { DatabaseAction } from '../../model/faults/database.ts';
import type { MeansOf } from './means.ts';

/** What touches one schema works anywhere; what touches the whole server only on one of our own. */
const seenBy =
  (proof: string, touches: 'schema' | 'server'): MeansOf =>
  (on, _action, { env }) => {
    const isOurs = (env['PROOFLOAD_POSTGRES_URL'] ?? '') === '';
    const lack =
      touches === 'schema' || isOurs
        ? null
        : {
            why: `${on} is a schema on the server of PROOFLOAD_POSTGRES_URL, and this would break the others on it, too`,
            hint: 'unset PROOFLOAD_POSTGRES_URL, and the run starts a server of its own; or use lockTable',
          };
    return { proof, needs: [], lack };
  };

/** Of servers that only the run has: it starts them, or it cannot be. */
function ofOwn(proof: string): MeansOf {
  return () => ({ proof, needs: [], lack: null });
}

export const databaseMeans = {
  'terminate-connections': seenBy('the server, which tells how many it ended', 'server'),
  'lock-table': seenBy('a session that waits for the lock', 'schema'),
  'exhaust-connections': seenBy('the server, which tells how many are free', 'server'),
  'read-only': seenBy('a session that may not write', 'server'),
  'replica-lag': ofOwn('the replica, which has received what it does not show yet'),
  'pause-pool': ofOwn('a query through the pool, which waits'),
  'pause-writes': ofOwn('a write, which waits'),
  'memory-full': ofOwn('a write, which is refused'),
} satisfies Record<DatabaseAction['kind'], MeansOf>;
