import type { Pool } from 'pg';
import { Counter, Gauge, type Registry } from 'prom-client';

export interface ApiMetrics {
  readonly aiCalls: Counter<'call' | 'outcome'>;
  readonly breakerState: Gauge;
  readonly retries: Counter;
}

export function createMetrics(registry: Registry): ApiMetrics {
  const registers = [registry];
  return {
    aiCalls: new Counter({
      name: 'ai_calls_total',
      help: 'Calls to ai: ok, error, timeout, or rejected by the open breaker.',
      labelNames: ['call', 'outcome'],
      registers,
    }),
    breakerState: new Gauge({ name: 'ai_breaker_state', help: '0 closed, 1 open, 2 half-open.', registers }),
    retries: new Counter({
      name: 'db_retries_total',
      help: 'Tries after a lost or refused database connection.',
      registers,
    }),
  };
}

/** Read when asked: the pool keeps these numbers anyway. */
export function exposePool(registry: Registry, pool: Pool): void {
  const gauge = (name: string, help: string, value: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge('db_pool_size', 'Connections that there may be.', () => pool.options.max);
  gauge('db_pool_in_use', 'Connections that somebody uses.', () => pool.totalCount - pool.idleCount);
  gauge('db_pool_total', 'Connections, in use and idle.', () => pool.totalCount);
  gauge('db_pool_idle', 'Connections nobody uses.', () => pool.idleCount);
  gauge('db_pool_waiting', 'Requests that wait for a connection.', () => pool.waitingCount);
}
