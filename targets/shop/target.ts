import { defineTarget, rows } from 'proofload';

/** The e-commerce shop: an api on Postgres, and an ai service that is slower by nature. */
export default defineTarget({
  name: 'shop',
  services: {
    db: { kind: 'postgres', init: ['schema.sql', 'seed.sql'] },
    ai: { kind: 'node', entry: 'ai/main.ts', env: { PORT: '{port}' }, ready: '/health/ready' },
    api: {
      kind: 'node',
      entry: 'api/main.ts',
      env: {
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
});
