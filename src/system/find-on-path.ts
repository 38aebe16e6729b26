import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/** A server, also where Debian keeps them, to which only root's PATH leads. */
export function findServer(program: string, env: Readonly<Record<string, string>>): Promise<string | undefined> {
  return findOnPath(program, { PATH: [env['PATH'] ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter) });
}

/** The program that a shell would start; relative folders of PATH are left out. */
export async function findOnPath(program: string, env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const path = join(folder, platform() === 'win32' ? `${program}.exe` : program);
    try {
      await access(path, constants.X_OK);
      if ((await stat(path)).isFile()) return path;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}
