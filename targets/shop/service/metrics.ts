import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** A registry of its own, not the global one: what a service exposes is what it registered here. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Time and outcome of every request, by route template: labels made of real paths would grow without end. */
export function measureHttp(registry: Registry): MiddlewareHandler {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 5, 10],
    registers: [registry],
  });
  return async (c, next) => {
    const start = performance.now();
    await next();
    const template = routePath(c, -1);
    const route = template.endsWith('*') ? 'unmatched' : template;
    duration.observe({ method: c.req.method, route, status: c.res.status }, (performance.now() - start) / 1000);
  };
}
