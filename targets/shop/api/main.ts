import { CircuitState } from 'cockatiel';
import { readEnv } from '../service/env.ts';
import { createLog } from '../service/log.ts';
import { createRegistry } from '../service/metrics.ts';
import { listen } from '../service/server.ts';
import { onStopSignal } from '../service/stop-signal.ts';
import { createAiClient } from './advice/ai-client.ts';
import { createApp } from './app.ts';
import { createTokens } from './auth/token.ts';
import { createDatabase } from './database/database.ts';
import { isLost } from './database/failure.ts';
import { closePool, createPool } from './database/pool.ts';
import { databaseReadiness } from './database/readiness.ts';
import { apiEnv } from './env.ts';
import { createMetrics, exposePool } from './metrics.ts';
import { breaker } from './resilience/breaker.ts';
import { retryWhen } from './resilience/retry.ts';
import { timeLimits } from './resilience/timeout.ts';

const STOP_DEADLINE_MS = 10_000;
const log = createLog('shop-api');

async function main(): Promise<void> {
  const env = readEnv('shop-api', apiEnv);
  const registry = createRegistry();
  const metrics = createMetrics(registry);

  const limits = timeLimits(env.TIMEOUT);
  const pool = createPool(env.DATABASE_URL, env.POOL_SIZE, limits.pool);
  exposePool(registry, pool);
  const retry = retryWhen(env.RETRIES, isLost, () => metrics.retries.inc());
  const guard = breaker(env.BREAKER, env.TIME_SCALE, (state) => {
    metrics.breakerState.set(state);
    log.warn('ai breaker', { state: CircuitState[state] });
  });

  const app = createApp({
    log,
    registry,
    readiness: databaseReadiness(pool, env.POOL_SIZE),
    database: createDatabase(pool, limits, retry),
    ai: createAiClient(env.AI_URL, guard, metrics.aiCalls),
    tokens: createTokens(env.TOKEN_SECRET),
    idempotency: env.IDEMPOTENCY,
  });
  const server = await listen(app.fetch, env);
  log.info('listening', { port: server.port });

  onStopSignal(log, async () => {
    const cut = await server.stop(STOP_DEADLINE_MS);
    await closePool(pool);
    return cut === 0 ? 0 : 1;
  });
}

main().catch((error: unknown) => {
  log.error('cannot start', { error: String(error) });
  process.exit(1);
});
