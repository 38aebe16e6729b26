import { ProofloadError } from '../diagnostic/error.ts';

/** Does the work; once `signal` is aborted, any failure of it is told as the interruption that it is. */
export async function interruptible<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted !== true || isUnclean(error)) throw error;
    throw new ProofloadError('interrupted', 'interrupted while a tool was being obtained; nothing half-done is kept', {
      exit: signal.reason === 'SIGTERM' ? 'terminated' : 'interrupted',
    });
  }
}

function isUnclean(error: unknown): boolean {
  return error instanceof ProofloadError && error.code === 'child-not-stopped';
}
