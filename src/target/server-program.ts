import { delimiter } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import type { Lack } from '../model/lack.ts';
import { findOnPath } from '../system/find-on-path.ts';

/** Servers that are installed, and not ours to bring: their programs and packages. */
const servers = {
  redis: { program: 'redis-server', install: 'apt-get install redis-server' },
  pgbouncer: { program: 'pgbouncer', install: 'apt-get install pgbouncer' },
} as const;

export type ServerKind = keyof typeof servers;

export function isServerKind(kind: string): kind is ServerKind {
  return Object.hasOwn(servers, kind);
}

/** Its path; undefined: it is not installed. Looks where Debian keeps servers, too, which is on root's PATH alone. */
export function findServer(kind: ServerKind, env: Readonly<Record<string, string>>): Promise<string | undefined> {
  const path = [env['PATH'] ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);
  return findOnPath(servers[kind].program, { PATH: path });
}

export async function lackOfServer(kind: ServerKind, env: Readonly<Record<string, string>>): Promise<Lack | null> {
  if ((await findServer(kind, env)) !== undefined) return null;
  const { program, install } = servers[kind];
  return { why: `there is no ${program} on PATH`, hint: `${install}, or its like` };
}

/** @throws {ProofloadError} `server-missing` */
export async function needServer(kind: ServerKind, env: Readonly<Record<string, string>>): Promise<string> {
  const found = await findServer(kind, env);
  if (found !== undefined) return found;
  const { program, install } = servers[kind];
  throw new ProofloadError('server-missing', `there is no ${program} on PATH`, { exit: 'environment', hint: install });
}
