import { randomBytes } from 'node:crypto';
import { askRedis } from '../system/redis.ts';
import { startServer, type ServerContext } from './server.ts';
import type { Up } from './start-target.ts';

export interface RedisSpec extends ServerContext {
  readonly program: string;
  readonly settings: Readonly<Record<string, string | number>>;
}

/** Starts a Redis that is empty, and keeps nothing on a disk unless its settings say so. */
export function startRedis({ settings, ...context }: RedisSpec): Promise<Up> {
  const password = randomBytes(18).toString('base64url');
  return startServer({
    ...context,
    protocol: { kind: 'redis' },
    args: () => ['redis.conf'],
    files: (folder, port) => ({
      'redis.conf': configText({
        save: '',
        ...settings,
        // Its title would be written over its environment, by which the processes of a run are known.
        'set-proc-title': 'no',
        bind: '127.0.0.1',
        port,
        dir: folder,
        requirepass: password,
      }),
    }),
    urlAt: ({ host, port }) => `redis://:${password}@${host}:${port}`,
    ask: (at) => askRedis(at, ['PING'], 2_000),
    stopSignal: 'SIGTERM',
  });
}

function configText(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value === '' ? '""' : value}\n`)
    .join('');
}
