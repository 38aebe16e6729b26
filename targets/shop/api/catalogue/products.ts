import type { Database } from '../database/database.ts';
import { sql, type Statement } from '../database/statement.ts';

export interface Listed {
  readonly id: number;
  readonly name: string;
  readonly priceCents: number;
  readonly categoryId: number;
}

interface Product {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly stock: number;
  readonly category: { readonly id: number; readonly name: string };
}

export interface Search {
  readonly q?: string | undefined;
  readonly category?: number | undefined;
  readonly limit: number;
}

type Found = Listed & { readonly total: number };

const productById = sql<Product>(
  'products.by-id',
  `select p.id, p.name, p.description, p.price_cents as "priceCents", p.stock,
     json_build_object('id', c.id, 'name', c.name) as category
   from products p join categories c on c.id = p.category_id
   where p.id = $1`,
);

/**
 * One statement for each set of filters in use. A single one with `$1 is null or …` would be planned once for all of them, and that
 * plan could use no index.
 */
function searchStatement({ q, category, limit }: Search): [Statement<Found>, unknown[]] {
  const values: unknown[] = [limit];
  const filters: string[] = [];
  let name = 'products.search';
  if (q !== undefined && q !== '') {
    filters.push(`search @@ websearch_to_tsquery('english', $${values.push(q)})`);
    name += '.text';
  }
  if (category !== undefined) {
    filters.push(`category_id = $${values.push(category)}`);
    name += '.category';
  }
  const text = `select id, name, price_cents as "priceCents", category_id as "categoryId", count(*) over () as total
    from products
    ${filters.length === 0 ? '' : `where ${filters.join(' and ')}`}
    order by id
    limit $1`;
  return [sql<Found>(name, text), values];
}

export async function searchProducts(database: Database, search: Search): Promise<{ items: Listed[]; total: number }> {
  const rows = await database.read(...searchStatement(search));
  const items = rows.map(({ id, name, priceCents, categoryId }) => ({ id, name, priceCents, categoryId }));
  return { items, total: rows[0]?.total ?? 0 };
}

export async function findProduct(database: Database, id: number): Promise<Product | undefined> {
  return (await database.read(productById, [id]))[0];
}
