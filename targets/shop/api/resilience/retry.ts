import { DelegateBackoff, handleWhen, retry, type IRetryContext } from 'cockatiel';

/** Runs `work` again for as long as it fails with what is worth another try. */
export type Retry = <T>(work: () => Promise<T>) => Promise<T>;

// 1.15 s in all: enough to sit out a database that is away for 300 ms of every second, wherever in that second a request arrives,
// and not so much that callers give up first. Short at first, because most cuts are over soon.
const WAITS_MS = [40, 80, 120, 160, 180, 190, 190, 190];

/** Half the width is chance, so that the requests that one cut met do not come back all at once. */
function jittered({ attempt }: IRetryContext): number {
  const wait = WAITS_MS[attempt - 1] ?? 0;
  return wait * (0.75 + Math.random() / 2);
}

export function retryWhen(on: boolean, worthIt: (error: Error) => boolean, onRetry: () => void): Retry {
  if (!on) return (work) => work();
  const policy = retry(handleWhen(worthIt), { maxAttempts: WAITS_MS.length, backoff: new DelegateBackoff(jittered) });
  policy.onRetry(onRetry);
  return (work) => policy.execute(work);
}
