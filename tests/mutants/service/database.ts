import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryResultRow } from 'pg';
import { asDatabaseFailure, isLost } from '../../../targets/shop/api/database/failure.ts';
import { createPool } from '../../../targets/shop/api/database/pool.ts';
import { retryWhen } from '../../../targets/shop/api/resilience/retry.ts';
import { dose, onceIn } from './defects.ts';
import type { Metrics } from './metrics.ts';

const LIMIT_MS = 500;
const POOL_SIZE = 10;

export interface Database {
  readonly pool: Pool;
  readonly size: number;
  /** Tried again while connections are lost. */
  readonly read: <R extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<R[]>;
  readonly write: <R extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<R[]>;
}

export function openDatabase(url: string, { queries, retries }: Metrics): Database {
  const limitMs = dose('no-timeout') > 0 ? 0 : LIMIT_MS;
  const size = dose('small-pool') || POOL_SIZE;
  const pool = createPool(url, size, { connectionTimeoutMillis: limitMs, query_timeout: limitMs });
  const retry = retryWhen(dose('no-retries') === 0, isLost, () => retries.inc());
  const isRepeated = onceIn(dose('hidden-retries') * 5);
  const penaltyMs = dose('slow-recovery') * 1_000;
  let refuseUntil = 0;

  async function once<R extends QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    if (performance.now() < refuseUntil) throw new Error('not yet');
    queries.inc();
    try {
      return (await pool.query<R>(sql, [...values])).rows;
    } catch (error) {
      refuseUntil = performance.now() + penaltyMs;
      throw asDatabaseFailure(error);
    }
  }

  return {
    pool,
    size,
    async read(sql, values) {
      if (isRepeated()) {
        retries.inc();
        await sleep(20);
      }
      return retry(() => once(sql, values));
    },
    write: once,
  };
}
