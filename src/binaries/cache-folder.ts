import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';

/** Where programs are kept between runs, by the rules of the platform unless the user says otherwise. */
export function cacheFolder(env: Readonly<Record<string, string>>): string {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const own = set('PROOFLOAD_CACHE');
  if (own !== undefined) return resolve(own);
  const xdg = set('XDG_CACHE_HOME');
  if (xdg !== undefined) return resolve(xdg, 'proofload');
  const home = set('HOME') ?? homedir();
  if (platform() === 'darwin') return join(home, 'Library', 'Caches', 'proofload');
  if (platform() === 'win32') return join(set('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'), 'proofload', 'cache');
  return join(home, '.cache', 'proofload');
}
