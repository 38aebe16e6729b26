import { statSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { removeLock, waitForLock, type Lock } from '../system/lock.ts';
import type { Search } from './search.ts';

/**
 * Takes the lock of a tool in the cache, and tells whom it waits for meanwhile.
 *
 * Whether a holder lives cannot be known across machines, nor across containers that share a cache, each with a host name
 * and processes of its own. So the lock file is touched as long as it is held, and one of elsewhere that stays untouched
 * is taken over. Should its holder live after all, it loses its staging folder and fails: nothing half-done comes of it.
 */
export async function lockTool({ cacheDir, key, signal, limits, tell }: Search): Promise<Lock> {
  const path = join(cacheDir, `${key}.lock`);
  let tellAtMs = 0;
  const isSilent = silence(path, limits.lockSilentMs);
  const lock = await waitForLock(path, {
    runId: 'obtain-tools',
    signal,
    onWait({ pid, host, token }, waitedMs) {
      if (host !== hostname() && isSilent(waitedMs)) void removeLock(path, token).catch(() => undefined);
      if (waitedMs < tellAtMs) return;
      tellAtMs = waitedMs + limits.progressEveryMs;
      tell(`waiting for process ${pid} on ${host}, which is obtaining it (${Math.round(waitedMs / 1000)} s so far)`);
    },
  });
  const touching = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, limits.lockSilentMs / 6);
  const release = (): Promise<void> => {
    clearInterval(touching);
    return lock.release();
  };
  return { ...lock, release, [Symbol.asyncDispose]: release };
}

/** Tells whether a file has not been touched for so long, by our own clock alone: that of a file server may be wrong. */
function silence(path: string, silentMs: number): (waitedMs: number) => boolean {
  let seen: number | undefined;
  let sinceMs = 0;
  return (waitedMs) => {
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (touched !== seen) [seen, sinceMs] = [touched, waitedMs];
    return waitedMs - sinceMs >= silentMs;
  };
}
