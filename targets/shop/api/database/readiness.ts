import { timeout, TimeoutStrategy } from 'cockatiel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryConfig } from 'pg';
import type { Readiness } from '../../service/probes.ts';
import { fillPool } from './pool.ts';

const PROBE_LIMIT_MS = 1_000;
const WARM_AGAIN_MS = 200;

// Bounded also where the service runs without time limits: asking whether we are ready must not be what uses up the pool.
const PROBE: QueryConfig & { readonly query_timeout: number } = { text: 'select 1', query_timeout: PROBE_LIMIT_MS };

/** Ready from the moment at which the pool was full once, and for as long as the database answers a query in time. */
export function databaseReadiness(pool: Pool, size: number): Readiness {
  let cold: string | undefined = 'not tried yet';
  void warmUp(pool, size, (reason) => (cold = reason));

  const limit = timeout(PROBE_LIMIT_MS, TimeoutStrategy.Aggressive);
  // One probe at a time: against a database that hangs, each would keep a connection from the requests.
  let probe: Promise<void> | undefined;
  return async () => {
    if (cold !== undefined) return `the connection pool is not warm: ${cold}`;
    probe ??= ask(pool).finally(() => (probe = undefined));
    const current = probe;
    return limit
      .execute(() => current)
      .then(
        () => undefined,
        (error: unknown) => `the database does not answer: ${messageOf(error)}`,
      );
  };
}

async function warmUp(pool: Pool, size: number, tell: (cold: string | undefined) => void): Promise<void> {
  while (!pool.ending) {
    try {
      await fillPool(pool, size);
      tell(undefined);
      return;
    } catch (error) {
      tell(messageOf(error));
      await sleep(WARM_AGAIN_MS);
    }
  }
}

async function ask(pool: Pool): Promise<void> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query(PROBE);
    broken = false;
  } finally {
    client.release(broken);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
