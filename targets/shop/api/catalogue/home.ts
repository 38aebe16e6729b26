import type { Database } from '../database/database.ts';
import { sql } from '../database/statement.ts';
import type { Listed } from './products.ts';

interface Category {
  readonly id: number;
  readonly name: string;
}

interface Home {
  readonly featured: readonly Listed[];
  readonly categories: readonly Category[];
}

// One statement for the whole page: one wait for a connection and one for the answer, so one time limit holds for it.
const home = sql<Home>(
  'home',
  `select
     (select json_agg(json_build_object('id', id, 'name', name, 'priceCents', price_cents, 'categoryId', category_id) order by id)
      from products where featured) as featured,
     (select json_agg(json_build_object('id', id, 'name', name) order by id) from categories) as categories`,
);

const categories = sql<Category & { products: number }>(
  'categories',
  `select c.id, c.name, count(p.id) as products
   from categories c left join products p on p.category_id = c.id
   group by c.id
   order by c.id`,
);

export async function readHome(database: Database): Promise<Home> {
  const [page] = await database.read(home, []);
  return { featured: page?.featured ?? [], categories: page?.categories ?? [] };
}

export function listCategories(database: Database): Promise<readonly Category[]> {
  return database.read(categories, []);
}
