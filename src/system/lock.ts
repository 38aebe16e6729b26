import { randomUUID } from 'node:crypto';
import { link, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { sleep } from './clock.ts';
import { makeFolders } from './files.ts';
import { isAlive, startTimeOf } from './process-table.ts';

/** Who holds a lock, as the lock file says. */
export interface LockHolder {
  readonly pid: number;
  readonly startTime: string;
  readonly host: string;
  readonly runId: string;
  /** Told apart from every other holding of the same lock. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface Lock extends AsyncDisposable {
  readonly path: string;
  readonly token: string;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly runId: string;
  /** Known in advance so that it can be entered in a journal first. @default a random one */
  readonly token?: string;
}

/** Takes the lock, or says who holds it. A lock whose holder is dead counts as free. */
export async function tryLock(path: string, options: LockOptions): Promise<Lock | { readonly heldBy: LockHolder }> {
  const token = options.token ?? randomUUID();
  const holder: LockHolder = {
    pid: process.pid,
    startTime: startTimeOf(process.pid) ?? '',
    host: hostname(),
    runId: options.runId,
    token,
    at: Date.now(),
  };
  await makeFolders(dirname(path));
  for (;;) {
    if (await create(path, holder)) {
      const release = (): Promise<void> => removeLock(path, token);
      return { path, token, release, [Symbol.asyncDispose]: release };
    }
    const heldBy = await readLock(path);
    if (heldBy === undefined) continue; // released in between
    if (isHolderAlive(heldBy)) return { heldBy };
    await removeLock(path, heldBy.token);
  }
}

export interface WaitForLockOptions extends LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called about five times a second while somebody else holds it. */
  readonly onWait?: (heldBy: LockHolder, waitedMs: number) => void;
}

/** Takes the lock, waiting for as long as a living process holds it. Rejects only when `signal` is aborted or the folder cannot be written. */
export async function waitForLock(path: string, options: WaitForLockOptions): Promise<Lock> {
  for (const started = performance.now(); ;) {
    const lock = await tryLock(path, options);
    if (!('heldBy' in lock)) return lock;
    options.onWait?.(lock.heldBy, performance.now() - started);
    await sleep(200, options.signal);
  }
}

/** Whether the process that took the lock still lives. What another machine holds cannot be judged from here, so it counts as living. */
export function isHolderAlive(holder: Pick<LockHolder, 'pid' | 'startTime' | 'host'>): boolean {
  return holder.host !== hostname() || isAlive(holder.pid, holder.startTime);
}

/** Who holds the lock; `undefined` when it is free. A file that is not a lock of ours throws: nobody may break it. */
export async function readLock(path: string): Promise<LockHolder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const holder = parsed(text);
  if (typeof holder?.pid !== 'number' || typeof holder.startTime !== 'string' || typeof holder.token !== 'string') {
    throw new ProofloadError('no-lock', `${path} is not a lock file, and lies where one should be`, {
      exit: 'environment',
      hint: 'see whose it is, and delete it',
    });
  }
  return { host: hostname(), runId: '', at: 0, ...holder } as LockHolder;
}

function parsed(text: string): Partial<LockHolder> | null {
  try {
    return JSON.parse(text) as Partial<LockHolder> | null;
  } catch {
    return null;
  }
}

/**
 * Removes the lock if it is still the holding with this token; otherwise nothing happens.
 *
 * Two who both saw a dead holder must not remove one after the other: the second would take away the lock that a third
 * process got in between. So the right to remove one token is itself a lock, and the token is read again under it.
 */
export async function removeLock(path: string, token: string): Promise<void> {
  if ((await readLock(path))?.token !== token) return;
  const right = `${path}.${token.slice(0, 8)}`;
  const taken = await tryLock(right, { runId: '' });
  if ('heldBy' in taken) {
    // A living process is removing it this instant.
    await sleep(5);
    return removeLock(path, token);
  }
  try {
    if ((await readLock(path))?.token === token) await unlink(path);
  } finally {
    await rm(right, { force: true });
  }
}

/** Makes the file with all its content in one step, or not at all. */
async function create(path: string, holder: LockHolder): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
