import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../../service/http-error.ts';
import { idInPath, readParams, readQuery } from '../../service/input.ts';
import type { Database } from '../database/database.ts';
import { listCategories, readHome } from './home.ts';
import { findProduct, searchProducts } from './products.ts';

const searchQuery = z.object({
  q: z.string().trim().max(100).optional(),
  category: idInPath.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
const productParams = z.object({ id: idInPath });

export function catalogueRoutes(database: Database): Hono {
  const routes = new Hono();
  routes.get('/', async (c) => c.json(await readHome(database)));
  routes.get('/categories', async (c) => c.json({ items: await listCategories(database) }));
  routes.get('/products', async (c) => c.json(await searchProducts(database, readQuery(c, searchQuery))));
  routes.get('/products/:id', async (c) => {
    const product = await findProduct(database, readParams(c, productParams).id);
    if (product === undefined) throw notFound('The product');
    return c.json(product);
  });
  return routes;
}
