import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Writes a whole file or nothing: readers see the old bytes or the new ones, also after a power cut. */
export async function writeFileAtomic(path: string, bytes: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it that are missing. Node's own way never comes back from below `/proc`, where none can be made.
 *
 * @param mode of those that are made
 */
export async function makeFolders(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
    await makeFolders(dirname(path), mode);
    await makeFolders(path, mode);
  }
}

const tempDirName = /^proofload-[a-z0-9-]*[0-9a-f]{16}$/;

/** A name for a temporary folder that nobody has yet. It is not made: it can be entered in a journal first. `label` is lower-case kebab. */
export function tempDirPath(label: string, parent: string = tmpdir()): string {
  const name = `proofload-${label}-${randomBytes(8).toString('hex')}`;
  if (!tempDirName.test(name)) throw new Error(`a temporary folder cannot be labelled "${label}"`);
  return join(realpathSync(parent), name);
}

/** Whether the path can only be one that `tempDirPath` gave: our form of name, directly in this machine's temporary folder. */
export function isTempDirPath(path: string): boolean {
  return tempDirName.test(basename(path)) && dirname(path) === realpathSync(tmpdir());
}

/** Makes a temporary folder that only its owner can read. Nothing removes it: what a run makes goes through `makeTempFolder` of `undo`. */
export function makeTempDir(label: string): string {
  const path = tempDirPath(label);
  mkdirSync(path, { mode: 0o700 });
  return path;
}
