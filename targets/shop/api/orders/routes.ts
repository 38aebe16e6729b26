import { Hono } from 'hono';
import { signedIn, type SignedIn } from '../auth/signed-in.ts';
import type { Tokens } from '../auth/token.ts';
import type { Database } from '../database/database.ts';
import { checkOut } from './checkout.ts';
import { listOrders } from './orders.ts';

export function orderRoutes(database: Database, tokens: Tokens): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();
  routes.use('/orders', signedIn(tokens));
  routes.get('/orders', async (c) => c.json({ items: await listOrders(database, c.get('userId')) }));
  routes.post('/orders', async (c) => c.json(await checkOut(database, c.get('userId')), 201));
  return routes;
}
