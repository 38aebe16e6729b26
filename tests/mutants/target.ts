import { defineTarget, health, prometheus, rows } from 'proofload';
import { mutants, nameOf } from './mutants.ts';

/** A kiosk that sells things and gives advice: healthy, or with one of the defects. */
export default defineTarget({
  name: 'kiosk',
  services: {
    db: { kind: 'postgres', init: ['service/schema.sql'], slowQuery: '200ms' },
    advisor: { kind: 'node', entry: 'service/advisor.ts', env: { PORT: '{port}' }, ready: '/health' },
    api: {
      kind: 'node',
      entry: 'service/main.ts',
      env: {
        PORT: '{port}',
        DATABASE_URL: '{db.url}',
        ADVISOR_URL: '{advisor.url}',
        MUTANT: '{option.mutant}',
      },
      ready: '/health/ready',
      metrics: '/metrics',
      cores: 1,
      memory: '256MB',
    },
  },
  edges: ['k6->api', 'api->advisor', 'api->db'],
  options: { mutant: ['none', ...mutants.map(nameOf)] },
  audits: { orders: rows('db', "select key, cents::text as value from orders where key like '{run}%'") },
  sampleEvery: '500ms',
  probes: {
    pool_in_use: prometheus('api', 'db_pool_in_use', { of: 'db_pool_size' }),
    queries: prometheus('api', 'queries_total', { as: 'count' }),
    retries: prometheus('api', 'retries_total', { as: 'count' }),
    advisor_calls: prometheus('api', 'advisor_calls_total', { as: 'count' }),
    cache_hits: prometheus('api', 'cache_hits_total', { as: 'count', of: 'cache_lookups_total' }),
    breaker_open: prometheus('api', 'breaker_open', { is: 1 }),
    loop_lag: prometheus('api', 'nodejs_eventloop_lag_p99_seconds', { unit: 's' }),
    api_live: health('api', '/health/live'),
    api_ready: health('api', '/health/ready'),
  },
});
