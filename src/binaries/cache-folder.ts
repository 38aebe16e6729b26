import { platform } from 'node:os';
import { join, resolve } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { homeOf } from '../system/home.ts';

/**
 * Where programs are kept between runs, by the rules of the platform unless the user says otherwise.
 *
 * @throws ProofloadError `no-cache-folder` without a home: in the temporary folder, programs of others could lie in their place
 */
export function cacheFolder(env: Readonly<Record<string, string>>): string {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const own = set('PROOFLOAD_CACHE');
  if (own !== undefined) return resolve(own);
  const xdg = set('XDG_CACHE_HOME');
  if (xdg !== undefined) return resolve(xdg, 'proofload');
  const home = homeOf(env);
  if (home === undefined) {
    throw new ProofloadError('no-cache-folder', 'this user has no home folder to keep k6 and Toxiproxy in', {
      exit: 'environment',
      hint: 'set PROOFLOAD_CACHE to a folder that only this user can write',
    });
  }
  if (platform() === 'darwin') return join(home, 'Library', 'Caches', 'proofload');
  if (platform() === 'win32') return join(set('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'), 'proofload', 'cache');
  return join(home, '.cache', 'proofload');
}
