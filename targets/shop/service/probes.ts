import { Hono } from 'hono';
import type { Registry } from 'prom-client';

/** Why the service must not get traffic, or undefined when it may. */
export type Readiness = () => Promise<string | undefined>;

/** What an orchestrator and a monitor ask. Liveness looks at nothing: restarting us does not heal a dependency. */
export function probeRoutes(registry: Registry, readiness: Readiness): Hono {
  const routes = new Hono();
  routes.get('/health/live', (c) => c.json({ status: 'live' }));
  routes.get('/health/ready', async (c) => {
    const reason = await readiness();
    return reason === undefined ? c.json({ status: 'ready' }) : c.json({ status: 'not-ready', reason }, 503);
  });
  routes.get('/metrics', async (c) => c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }));
  return routes;
}
