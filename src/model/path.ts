import { relative, sep } from 'node:path';

/** A file as it stands in reports: relative to the project, with `/` on every system. */
export function pathIn(projectRoot: string, file: string): string {
  return relative(projectRoot, file).split(sep).join('/');
}
