import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DoctorRow } from './doctor-row.ts';

/** Whether the cache can be written, or made, and what it holds by now. Nothing is written. */
export async function examineCache(cacheDir: string, tools: readonly DoctorRow[]): Promise<DoctorRow> {
  const about = { name: 'Cache', version: '', what: 'keeps built programs' };
  const why = await unwritable(cacheDir);
  if (why === undefined) return { ...about, status: 'ok', found: `${cacheDir}, ${await contents(cacheDir)}`, todo: '' };
  const needed = tools.some(({ status }) => status !== 'ok');
  const found = `${cacheDir} cannot be written: ${why}`;
  return { ...about, status: needed ? 'missing' : 'warn', found, todo: 'name another folder with PROOFLOAD_CACHE' };
}

async function unwritable(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK);
    return (await stat(folder)).isDirectory() ? undefined : 'it is no folder';
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (absent && dirname(folder) !== folder) return unwritable(dirname(folder));
    return error instanceof Error ? error.message : String(error);
  }
}

async function contents(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0, // removed meanwhile
      ),
    ),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return bytes === 0 ? 'empty' : `${(bytes / 1e6).toFixed(0)} MB, may be deleted`;
}
