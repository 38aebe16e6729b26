import { Hono } from 'hono';
import { z } from 'zod';
import { idInPath, readBody, readParams } from '../../service/input.ts';
import { signedIn, type SignedIn } from '../auth/signed-in.ts';
import type { Tokens } from '../auth/token.ts';
import type { AiClient, Decision } from './ai-client.ts';

const RECOMMENDATIONS = 6;
// Without ai a person looks at the order: neither trust everybody nor turn everybody away.
const WITHOUT_AI: Decision = 'review';

const productParams = z.object({ id: idInPath });
const fraudBody = z.object({ totalCents: z.number().int().min(0) });

/** What ai has to say. Both answer without ai, and without the database, so that either may be away. */
export function adviceRoutes(ai: AiClient, tokens: Tokens): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();
  routes.get('/products/:id/recommendations', async (c) => {
    const productIds = await ai.recommend(readParams(c, productParams).id, RECOMMENDATIONS);
    return c.json({
      items: (productIds ?? []).map((productId) => ({ productId })),
      degraded: productIds === undefined,
    });
  });
  routes.post('/checkout/fraud-check', signedIn(tokens), async (c) => {
    const { totalCents } = await readBody(c, fraudBody);
    const decision = await ai.judgeOrder(c.get('userId'), totalCents);
    return c.json({ decision: decision ?? WITHOUT_AI, degraded: decision === undefined });
  });
  return routes;
}
