import { homedir } from 'node:os';

/** The home of this user, as an environment says or else the system; undefined where there is none: the user of a container may be in no list of users. */
export function homeOf(env: Readonly<Record<string, string>>): string | undefined {
  if (env['HOME'] !== undefined && env['HOME'] !== '') return env['HOME'];
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
