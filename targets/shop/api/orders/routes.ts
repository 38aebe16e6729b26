import { Hono } from 'hono';
import { z } from 'zod';
import { id, quantity, readBody, readHeader } from '../../service/input.ts';
import { signedIn, type SignedIn } from '../auth/signed-in.ts';
import type { Tokens } from '../auth/token.ts';
import type { Database } from '../database/database.ts';
import { checkOut } from './checkout.ts';
import { listOrders } from './orders.ts';

const items = z
  .array(z.object({ productId: id, quantity }))
  .min(1, 'There is nothing to order')
  .max(100)
  .refine((all) => new Set(all.map(({ productId }) => productId)).size === all.length, 'A product is there twice');
const orderBody = z.object({ items });
const key = z.string().min(1).max(200).optional();

/** @param idempotency whether an order that is sent again with the same Idempotency-Key is the same order */
export function orderRoutes(database: Database, tokens: Tokens, idempotency: boolean): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();
  routes.use('/orders', signedIn(tokens));
  routes.get('/orders', async (c) => c.json({ items: await listOrders(database, c.get('userId')) }));
  routes.post('/orders', async (c) => {
    const sent = readHeader(c, 'idempotency-key', key);
    const order = await readBody(c, orderBody);
    const same = sent === undefined ? null : { key: sent, holds: idempotency };
    return c.json(await checkOut(database, c.get('userId'), order.items, same), 201);
  });
  return routes;
}
