import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Search } from './search.ts';
import { checkStamp } from './stamp.ts';
import type { Attempt } from './tool.ts';

/** The tool from the cache. What is there was checked when it was put there, so it is not started again: its stamp is enough. */
export async function cachedProgram({ spec, cacheDir, key, file }: Search, thorough = false): Promise<Attempt> {
  const folder = join(cacheDir, key);
  if (!existsSync(folder)) return { failed: `no ${key} in ${cacheDir}` };
  const damage = await checkStamp(folder, file, thorough);
  if (damage !== undefined) return { failed: `damaged: ${damage}` };
  return { tool: { path: join(folder, file), version: spec.version, foundBy: 'cache' } };
}
