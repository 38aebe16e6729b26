import { basename } from 'node:path';

/** A scenario, and the only profile of one, is called as its file is. */
export function scenarioName(file: string): string {
  return basename(file).replace(/\.[cm]?[jt]s$/, '');
}
