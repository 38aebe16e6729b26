import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { answerError, notFound } from '../service/http-error.ts';
import { id, idInPath, readBody, readQuery } from '../service/input.ts';
import type { Log } from '../service/log.ts';
import { measureHttp } from '../service/metrics.ts';
import { probeRoutes } from '../service/probes.ts';
import { judgeOrder } from './fraud.ts';
import { inferenceDelay } from './inference-delay.ts';
import { recommend } from './recommendations.ts';

const recommendationsQuery = z.object({
  productId: idInPath,
  limit: z.coerce.number().int().min(1).max(50).default(6),
});
const fraudBody = z.object({ userId: id, totalCents: z.number().int().min(0) });

/** The model behind the shop: slow, stateless, and without dependencies, so it is ready as soon as it listens. */
export function createApp({ log, registry }: { log: Log; registry: Registry }): Hono {
  const app = new Hono();
  app.use(measureHttp(registry));
  app.onError((error, c) => answerError(error, c, log));
  app.notFound((c) => answerError(notFound(c.req.path), c, log));
  app.route(
    '/',
    probeRoutes(registry, () => Promise.resolve(undefined)),
  );

  app.get('/recommendations', async (c) => {
    const { productId, limit } = readQuery(c, recommendationsQuery);
    await inferenceDelay(60, 150);
    return c.json({ productIds: recommend(productId, limit) });
  });
  app.post('/fraud-check', async (c) => {
    const { totalCents } = await readBody(c, fraudBody);
    await inferenceDelay(80, 200);
    return c.json({ decision: judgeOrder(totalCents) });
  });
  return app;
}
