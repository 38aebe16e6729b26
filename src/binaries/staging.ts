import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolders } from '../system/files.ts';
import { isHolderAlive, readLock } from '../system/lock.ts';
import { endNoted } from './build-journal.ts';
import type { Search } from './search.ts';
import { writeStamp } from './stamp.ts';

/** A folder in which a tool is made, beside the place where it will be. Disposing removes it. */
export interface Staging extends AsyncDisposable {
  readonly folder: string;
  /** Where the program is to be put. */
  readonly program: string;
  /** Gives the program its place in the cache, together with its stamp and in one step: it is there whole or not at all. */
  keep(): Promise<void>;
}

const partial = '.partial-';

/** Opens a staging folder, and clears away those of killed processes. The caller holds the lock of the tool. */
export async function openStaging({ cacheDir, key, file, spec }: Search): Promise<Staging> {
  for (const name of await readdir(cacheDir)) {
    const [owner = '', random] = name.split(partial);
    // The own key is locked by us, so whoever left a folder of it is dead.
    if (random !== undefined && (owner === key || (await isAbandoned(cacheDir, owner))))
      await clear(join(cacheDir, name));
  }
  // A new name each time: what a killed build still writes must not end up in the next one.
  const folder = join(cacheDir, `${key}${partial}${randomBytes(6).toString('hex')}`);
  const whole = join(folder, 'whole');
  await makeFolders(whole);
  const program = join(whole, file);
  return {
    folder,
    program,
    async keep() {
      await sync(program); // else a power cut may leave the name without the bytes
      await writeStamp(whole, file, spec.version);
      const place = join(cacheDir, key);
      await rename(place, join(folder, 'damaged')).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      });
      await rename(whole, place);
      await sync(dirname(place));
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function isAbandoned(cacheDir: string, key: string): Promise<boolean> {
  const holder = await readLock(join(cacheDir, `${key}.lock`)).catch(() => 'unknown' as const);
  return holder === undefined || (holder !== 'unknown' && !isHolderAlive(holder));
}

async function clear(folder: string): Promise<void> {
  await endNoted(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
