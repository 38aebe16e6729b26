import { Hono } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import { exposePool } from '../../../targets/shop/api/metrics.ts';
import { fillPool } from '../../../targets/shop/api/database/pool.ts';
import { listen } from '../../../targets/shop/service/server.ts';
import { openAdvice } from './advice.ts';
import { createApp } from './app.ts';
import { openDatabase } from './database.ts';
import { dose } from './defects.ts';
import { healthRoutes } from './health.ts';
import { openItems } from './items.ts';
import { createMetrics } from './metrics.ts';
import { misbehaveAside } from './misbehaviour.ts';
import { openOrders } from './orders.ts';

const env = (name: string): string => process.env[name] ?? '';

async function main(): Promise<void> {
  const metrics = createMetrics();
  const database = openDatabase(env('DATABASE_URL'), metrics);
  exposePool(metrics.registry, database.pool);
  const items = openItems(database, metrics);
  const orders = openOrders(database);
  await sleep(dose('slow-start') * 1_000);
  await fillPool(database.pool, database.size);
  await items.load();

  const app = createApp({ database, items, orders, advice: openAdvice(env('ADVISOR_URL'), metrics) });
  const all = new Hono().route('/', healthRoutes(database, metrics)).route('/', app);
  const server = await listen(all.fetch, { PORT: Number(env('PORT')), HOST: '127.0.0.1' });
  misbehaveAside();

  process.once('SIGTERM', () => {
    void server
      .stop(3_000)
      .then(() => (dose('ungraceful-stop') > 0 ? undefined : orders.flush()))
      .finally(() => process.exit(0));
  });
}

void main();
