import { Counter, Gauge, type Registry } from 'prom-client';
import { createRegistry } from '../../../targets/shop/service/metrics.ts';

export interface Metrics {
  readonly registry: Registry;
  readonly queries: Counter;
  readonly retries: Counter;
  readonly advisorCalls: Counter;
  readonly cacheLookups: Counter;
  readonly cacheHits: Counter;
  readonly breakerOpen: Gauge;
}

export function createMetrics(): Metrics {
  const registry = createRegistry();
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    registry,
    queries: counter('queries_total', 'Statements sent to the database.'),
    retries: counter('retries_total', 'Statements that were sent again.'),
    advisorCalls: counter('advisor_calls_total', 'Calls to the advisor.'),
    cacheLookups: counter('cache_lookups_total', 'Times that the home page was looked for in the cache.'),
    cacheHits: counter('cache_hits_total', 'Times that it was there.'),
    breakerOpen: new Gauge({ name: 'breaker_open', help: '1 while the advisor is not called.', registers }),
  };
}
