import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, types, type PoolConfig } from 'pg';

// bigint arrives as text, because it may not fit a double. Ours count rows and cents, far below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

export function createPool(url: string, size: number, limits: PoolConfig): Pool {
  const pool = new Pool({
    connectionString: url,
    max: size,
    idleTimeoutMillis: 0,
    keepAlive: true,
    application_name: 'shop-api',
    ...limits,
  });
  // Both listeners do nothing, on purpose: a broken connection is told to whoever uses it, the pool drops it by itself, and an
  // 'error' event without a listener would end the process. The first is for idle clients, the second for those in use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Opens every connection of the pool at once, so that no request has to pay for one. */
export async function fillPool(pool: Pool, size: number): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: size }, () => pool.connect()));
  for (const result of opened) if (result.status === 'fulfilled') result.value.release();
  const failed = opened.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const CLOSE_LIMIT_MS = 1_000;

/** A database that hangs does not take part in saying goodbye, so we wait for it only a moment. */
export async function closePool(pool: Pool): Promise<void> {
  await Promise.race([pool.end(), sleep(CLOSE_LIMIT_MS, undefined, { ref: false })]);
}
