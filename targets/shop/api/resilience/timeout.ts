import { timeout, TimeoutStrategy } from 'cockatiel';
import type { PoolConfig } from 'pg';

const STEP_MS = 1_000;
// A read waits for a connection and then for its answer: two steps. The deadline holds even when retries came before them.
const READ_DEADLINE_MS = 2 * STEP_MS + 100;

export interface TimeLimits {
  /** For opening a connection, for waiting until one is free, and for each query. */
  readonly pool: Pick<PoolConfig, 'connectionTimeoutMillis' | 'query_timeout'>;
  /** For a whole read, retries and all. What it leaves behind ends by itself, within the limits of the pool. */
  readonly read: <T>(work: () => Promise<T>) => Promise<T>;
}

export function timeLimits(on: boolean): TimeLimits {
  if (!on) return { pool: {}, read: (work) => work() };
  // Nothing in a read listens to the signal, and aborting it each time would cost an exception with its stack.
  const deadline = timeout(READ_DEADLINE_MS, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  return {
    pool: { connectionTimeoutMillis: STEP_MS, query_timeout: STEP_MS },
    read: (work) => deadline.execute(work),
  };
}
