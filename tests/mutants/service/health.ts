import { Hono } from 'hono';
import type { Database } from './database.ts';
import { dose, onceIn } from './defects.ts';
import type { Metrics } from './metrics.ts';

export function healthRoutes(database: Database, { registry }: Metrics): Hono {
  const routes = new Hono();
  const flaps = onceIn(dose('flapping-readiness') * 2);
  const answers = () =>
    database.pool.query('select 1').then(
      () => true,
      () => false,
    );

  routes.get('/health/live', async (c) => {
    const isWell = dose('liveness-asks-database') === 0 || (await answers());
    return c.text(isWell ? 'live' : 'not live', isWell ? 200 : 503);
  });
  routes.get('/health/ready', async (c) => {
    const isReady = !flaps() && (dose('readiness-lies') > 0 || (await answers()));
    return c.text(isReady ? 'ready' : 'not ready', isReady ? 200 : 503);
  });
  routes.get('/metrics', async (c) => c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }));
  return routes;
}
