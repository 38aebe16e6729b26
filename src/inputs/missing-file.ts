import { existsSync, readdirSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { nearest } from '../diagnostic/nearest.ts';

/** Why a file could not be read, in words; of one that is not there, without what the system calls it. */
export function whyUnreadable(file: string, error: unknown): string {
  return existsSync(file) ? (error as Error).message : 'there is no such file';
}

/** The hint for a file that is not there: the one of its kind in its folder that is called almost so. */
export function nearestFile(file: string): string | undefined {
  if (existsSync(file) || !existsSync(dirname(file))) return undefined;
  const { name, ext } = parse(file);
  const others = readdirSync(dirname(file)).map((one) => parse(one));
  const alike = others.filter((one) => ext === '' || one.ext === ext);
  const stem = nearest(name, new Set(alike.map((one) => one.name)));
  const found = alike.find((one) => one.name === stem);
  return found === undefined ? undefined : `did you mean "${found.base}"?`;
}
