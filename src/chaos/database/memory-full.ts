import type { DatabaseAction } from '../../model/faults/database.ts';
import { askRedis, RedisRefused } from '../../system/redis.ts';
import { NotAsPlanned } from '../breakable.ts';
import type { DatabaseFault } from './database-fault.ts';
import { harmlessWrite, redisWithinMs } from './redis-session.ts';
import { untilSeen } from './session.ts';

/** In this order when it is put on, and in the other when it is taken off: with a limit that evicts, all would be gone. */
const full = [
  ['maxmemory-policy', 'noeviction'],
  ['maxmemory', '1'],
] as const;

/**
 * Redis may use no more memory than it does, and evicts nothing: writes that need some are refused (OOM). What it may use
 * otherwise is read before, set again, and read back.
 *
 * Needs no entry in the undo log: it is a setting in the memory of a server that ends with the run.
 */
export const memoryFull: DatabaseFault<Extract<DatabaseAction, { kind: 'memory-full' }>> = {
  async prepare(_action, { url, host, port, seen }) {
    const redis = { url, host, port };
    const say = (...words: readonly string[]) => askRedis(redis, words, redisWithinMs);
    const isFull = (): Promise<boolean> =>
      say(...harmlessWrite).then(
        () => false,
        (error: unknown) => {
          if (error instanceof RedisRefused && error.message.startsWith('OOM')) return true;
          throw error;
        },
      );
    const valueOf = async (setting: string): Promise<string> => {
      const [, value] = (await say('CONFIG', 'GET', setting)) as string[];
      return value ?? '';
    };
    const before = await Promise.all(full.map(async ([name]) => [name, await valueOf(name)] as const));
    let isOn = false;
    return {
      async apply() {
        isOn = true;
        for (const [name, value] of full) await say('CONFIG', 'SET', name, value);
        await untilSeen('a write that is refused', isFull);
        seen('felt');
      },
      async heal() {
        if (!isOn) return;
        for (const [name, value] of before.toReversed()) {
          await say('CONFIG', 'SET', name, value);
          const now = await valueOf(name);
          if (now !== value) throw new Error(`${name} is ${now}, and was ${value}`);
        }
        if (await isFull()) throw new NotAsPlanned('its memory is full also without the fault');
        seen('clean');
      },
    };
  },
};
