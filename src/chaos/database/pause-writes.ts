import type { DatabaseAction } from '../../model/faults/database.ts';
import { now } from '../../system/clock.ts';
import { askRedis } from '../../system/redis.ts';
import type { DatabaseFault } from './database-fault.ts';
import { harmlessWrite, redisWithinMs } from './redis-session.ts';
import { isHeld, untilSeen } from './session.ts';

/** Beyond its time, for a harness that stands still: Redis ends the pause itself. */
const leaseMs = 10_000;

/**
 * Redis lets whoever writes wait (CLIENT PAUSE … WRITE), as in a failover, and answers who reads. A pause of everything is
 * `pause` on the service: Redis' own would hold its end back, too.
 *
 * Needs no entry in the undo log: it lives in the memory of a server that ends with the run, and ends by itself.
 */
export const pauseWrites: DatabaseFault<Extract<DatabaseAction, { kind: 'pause-writes' }>> = {
  async prepare(_action, { url, host, port, forMs, seen }) {
    const redis = { url, host, port };
    const pauseMs = forMs + leaseMs;
    await askRedis(redis, ['PING'], redisWithinMs);
    let isOn = false;
    let held: Promise<unknown> | undefined;
    return {
      async apply() {
        isOn = true;
        await askRedis(redis, ['CLIENT', 'PAUSE', String(pauseMs), 'WRITE'], redisWithinMs);
        let askedAt = 0;
        await untilSeen('a write that waits', () => {
          askedAt = now();
          return isHeld((held = askRedis(redis, harmlessWrite, pauseMs)));
        });
        seen('felt', askedAt);
      },
      async heal() {
        if (!isOn) return;
        await askRedis(redis, ['CLIENT', 'UNPAUSE'], redisWithinMs);
        await (held ?? askRedis(redis, harmlessWrite, redisWithinMs));
        seen('clean');
      },
    };
  },
};
