import { randomUUID } from 'node:crypto';
import { ProofloadError } from '../diagnostic/error.ts';
import { tryLock } from '../system/lock.ts';
import type { UndoLog } from './undo-log.ts';

export interface RunLock extends AsyncDisposable {
  readonly path: string;
  release(): Promise<void>;
}

/**
 * Takes a lock for the run, so that nobody else works on the same thing until all of this run is undone.
 *
 * @param what the thing, for the message: `target shop`
 * @throws {ProofloadError} `locked` when a living run has it.
 */
export async function lockForRun(path: string, what: string, undo: Pick<UndoLog, 'runId' | 'enter'>): Promise<RunLock> {
  const token = randomUUID();
  const entered = await undo.enter({ kind: 'lock', path, token });
  const lock = await tryLock(path, { runId: undo.runId, token });
  if ('heldBy' in lock) {
    await entered.undone();
    const { runId, pid, host } = lock.heldBy;
    throw new ProofloadError('locked', `${what} is in use by run ${runId} (pid ${pid} on ${host})`, {
      exit: 'environment',
      hint: `wait until that run has ended; if it is not running any more, delete ${path}`,
    });
  }
  await entered.made();
  const release = async (): Promise<void> => {
    await lock.release();
    await entered.undone();
  };
  return { path, release, [Symbol.asyncDispose]: release };
}
