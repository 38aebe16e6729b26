import { ProofloadError } from '../diagnostic/error.ts';
import type { Lack } from '../model/lack.ts';
import { findServer } from '../system/find-on-path.ts';

/** Servers that are installed, and not ours to bring: their programs and packages. */
const servers = {
  redis: { program: 'redis-server', install: 'apt-get install redis-server' },
  pgbouncer: { program: 'pgbouncer', install: 'apt-get install pgbouncer' },
} as const;

export type ServerKind = keyof typeof servers;

export function isServerKind(kind: string): kind is ServerKind {
  return Object.hasOwn(servers, kind);
}

export async function lackOfServer(kind: ServerKind, env: Readonly<Record<string, string>>): Promise<Lack | null> {
  const { program, install } = servers[kind];
  if ((await findServer(program, env)) !== undefined) return null;
  return { why: `there is no ${program} on PATH`, hint: `${install}, or its like` };
}

/** @throws {ProofloadError} `server-missing` */
export async function needServer(kind: ServerKind, env: Readonly<Record<string, string>>): Promise<string> {
  const { program, install } = servers[kind];
  const found = await findServer(program, env);
  if (found !== undefined) return found;
  throw new ProofloadError('server-missing', `there is no ${program} on PATH`, { exit: 'environment', hint: install });
}
