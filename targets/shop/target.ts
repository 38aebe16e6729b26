import { defineTarget, health, prometheus, rows } from 'proofload';

/** The e-commerce shop: an api on Postgres, and an ai service that is slower by nature. */
export default defineTarget({
  name: 'shop',
  services: {
    db: { kind: 'postgres', init: ['schema.sql', 'seed.sql'], cores: 2, memory: '1GB', slowQuery: '200ms' },
    ai: {
      kind: 'node',
      entry: 'ai/main.ts',
      env: { HOST: '{host}', PORT: '{port}' },
      ready: '/health/ready',
      metrics: '/metrics',
      cores: 1,
      memory: '512MB',
    },
    api: {
      kind: 'node',
      entry: 'api/main.ts',
      env: {
        HOST: '{host}',
        PORT: '{port}',
        DATABASE_URL: '{db.url}',
        AI_URL: '{ai.url}',
        TIMEOUT: '{option.timeout}',
        RETRIES: '{option.retries}',
        BREAKER: '{option.breaker}',
        IDEMPOTENCY: '{option.idempotency}',
        TIME_SCALE: '{time-scale}',
      },
      ready: '/health/ready',
      metrics: '/metrics',
      cores: 1,
      memory: '512MB',
    },
  },
  edges: ['k6->api', 'api->ai', 'api->db'],
  options: {
    timeout: ['on', 'off'],
    retries: ['on', 'off'],
    breaker: ['on', 'off'],
    idempotency: ['on', 'off'],
  },
  audits: {
    orders: rows('db', "select key from orders where key like '{run}%'"),
  },
  probes: {
    pool_in_use: prometheus('api', 'db_pool_in_use', { of: 'db_pool_size' }),
    pool_waiting: prometheus('api', 'db_pool_waiting'),
    breaker_open: prometheus('api', 'ai_breaker_state', { is: 1 }),
    db_retries: prometheus('api', 'db_retries_total', { as: 'count' }),
    loop_lag: prometheus('api', 'nodejs_eventloop_lag_p99_seconds', { unit: 's' }),
    api_live: health('api', '/health/live'),
    api_ready: health('api', '/health/ready'),
  },
});
