import { platform, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { homeOf } from '../system/home.ts';

/**
 * Where runs are known whatever folder they report to, by the rules of the platform unless the user says otherwise.
 * Without a home it is a folder of the user's in the temporary one.
 */
export function stateFolder(env: Readonly<Record<string, string>>): string {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const own = set('PROOFLOAD_STATE');
  if (own !== undefined) return resolve(own);
  const xdg = set('XDG_STATE_HOME');
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'proofload');
  const home = homeOf(env);
  if (home === undefined || !isAbsolute(home)) return join(tmpdir(), `proofload-state-${process.getuid?.() ?? 'user'}`);
  if (platform() === 'darwin') return join(home, 'Library', 'Application Support', 'proofload');
  if (platform() === 'win32') return join(set('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'), 'proofload', 'state');
  return join(home, '.local', 'state', 'proofload');
}
