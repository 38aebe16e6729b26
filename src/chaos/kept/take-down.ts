import { ProofloadError } from '../../diagnostic/error.ts';
import { endProcesses } from '../../system/end-processes.ts';
import { tryLock, type LockHolder } from '../../system/lock.ts';
import type { KeptEdge, KeptEdges, UpEdge } from './kept-edges.ts';

/**
 * Closes an edge that was kept open; its port stays remembered. Does nothing when it is down.
 *
 * @throws {ProofloadError} `edge-in-use` by a run, `edge-not-closed`
 */
export async function takeDown(kept: KeptEdge, store: KeptEdges): Promise<void> {
  await whileLocked(kept, store, async () => {
    await endKept(kept);
    await store.save({ ...kept, marker: null, up: null });
  });
}

/** Ends its process, also one of which only the marker is known. */
export async function endKept({
  edge,
  marker,
  up,
}: Pick<KeptEdge, 'edge' | 'marker'> & { readonly up: Pick<UpEdge, 'pid' | 'startTime'> | null }): Promise<void> {
  if (marker === null) return;
  const leader = up === null ? undefined : { pid: up.pid, startTime: up.startTime };
  const left = await endProcesses({ leader, setting: `PROOFLOAD_ENTRY=${marker}` }, [
    { signal: 'SIGTERM', waitMs: 500 },
  ]);
  if (left.length === 0) return;
  throw new ProofloadError(
    'edge-not-closed',
    `the Toxiproxy of ${edge} is still alive after SIGKILL: pid ${left.join(', ')}`,
    {
      exit: 'unclean',
      hint: `look at it with: ps -o pid,stat,args -p ${left.join(',')}`,
    },
  );
}

/** What holds the lock while a command changes an edge. */
const ourselves = 'proofload-edges';

/** Who uses an edge, in words. */
export function describeHolder({ runId, pid }: Pick<LockHolder, 'runId' | 'pid'>): string {
  return `${runId === ourselves ? 'another "proofload edges"' : `run ${runId}`} (pid ${pid})`;
}

/** Does the work while nobody else uses the edge. @throws {ProofloadError} `edge-in-use` */
export async function whileLocked<T>(
  edge: Pick<KeptEdge, 'target' | 'edge'>,
  store: KeptEdges,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await tryLock(store.lockFileOf(edge), { runId: ourselves });
  if ('heldBy' in lock) {
    throw new ProofloadError('edge-in-use', `the edge ${edge.edge} is in use by ${describeHolder(lock.heldBy)}`, {
      exit: 'environment',
      hint: `let it end, or end it with: kill ${lock.heldBy.pid}`,
    });
  }
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
