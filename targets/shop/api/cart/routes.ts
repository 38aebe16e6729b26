import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../../service/http-error.ts';
import { id, idInPath, quantity, readBody, readParams } from '../../service/input.ts';
import { signedIn, type SignedIn } from '../auth/signed-in.ts';
import type { Tokens } from '../auth/token.ts';
import type { Database } from '../database/database.ts';
import { addItem, changeItem, readCart, removeItem } from './cart.ts';

const addBody = z.object({ productId: id, quantity });
const changeBody = z.object({ quantity });
const itemParams = z.object({ productId: idInPath });

/** Every change answers the cart as it is afterwards. */
export function cartRoutes(database: Database, tokens: Tokens): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();
  routes.use('/cart/*', signedIn(tokens));
  routes.get('/cart', async (c) => c.json(await readCart(database, c.get('userId'))));
  routes.post('/cart/items', async (c) => {
    const { productId, quantity } = await readBody(c, addBody);
    if (!(await addItem(database, c.get('userId'), productId, quantity))) throw notFound('The product');
    return c.json(await readCart(database, c.get('userId')), 201);
  });
  routes.patch('/cart/items/:productId', async (c) => {
    const { productId } = readParams(c, itemParams);
    const { quantity } = await readBody(c, changeBody);
    if (!(await changeItem(database, c.get('userId'), productId, quantity))) throw notFound('The product in the cart');
    return c.json(await readCart(database, c.get('userId')));
  });
  routes.delete('/cart/items/:productId', async (c) => {
    await removeItem(database, c.get('userId'), readParams(c, itemParams).productId);
    return c.json(await readCart(database, c.get('userId')));
  });
  return routes;
}
