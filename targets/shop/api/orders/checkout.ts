import type { Database, Run } from '../database/database.ts';
import { sql } from '../database/statement.ts';
import { HttpError } from '../../service/http-error.ts';

export interface Item {
  readonly productId: number;
  readonly quantity: number;
}

interface Line extends Item {
  readonly priceCents: number;
}

interface Order {
  readonly id: number;
  readonly totalCents: number;
  readonly lines: readonly Line[];
}

/** What makes an order the same one when it is sent again; null = nothing does. */
export type Idempotency = { readonly key: string; readonly holds: boolean } | null;

// Who claims a key second waits here until the first has ordered, or has not.
const claimKey = sql(
  'checkout.claim-key',
  `insert into order_keys (user_id, key) values ($1, $2) on conflict do nothing returning key`,
);

const orderOfKey = sql<Order>(
  'checkout.order-of-key',
  `select o.id, o.total_cents as "totalCents",
     json_agg(json_build_object('productId', l.product_id, 'quantity', l.quantity, 'priceCents', l.price_cents)
       order by l.product_id) as lines
   from orders o join order_lines l on l.order_id = o.id
   where o.user_id = $1 and o.key = $2
   group by o.id`,
);

// Rows are locked in the order in which they come, so by product id: two checkouts with products in common queue up for the first of
// them and never wait for each other. "No key" lets others put the products into their carts meanwhile.
const lockProducts = sql<Line & { stock: number }>(
  'checkout.lock-products',
  `select p.id as "productId", item.quantity, p.price_cents as "priceCents", p.stock
   from unnest($1::int[], $2::int[]) as item (product_id, quantity) join products p on p.id = item.product_id
   order by p.id
   for no key update of p`,
);

// One round trip for all that is written. Only what was ordered leaves the cart: something may have been put in since.
const placeOrder = sql<{ id: number }>(
  'checkout.place-order',
  `with line as (
     select * from unnest($3::int[], $4::int[], $5::int[]) as line (product_id, quantity, price_cents)
   ), placed as (
     insert into orders (user_id, total_cents, key) values ($1, $2, $6) returning id
   ), written as (
     insert into order_lines (order_id, product_id, quantity, price_cents)
     select placed.id, line.product_id, line.quantity, line.price_cents from placed, line
   ), taken as (
     update products set stock = stock - line.quantity from line where products.id = line.product_id
   ), emptied as (
     delete from cart_items using line where cart_items.user_id = $1 and cart_items.product_id = line.product_id
   )
   select id from placed`,
);

/** Orders all of the items or none, each product once; sent again with a key that holds, it is the same order. */
export function checkOut(
  database: Database,
  userId: number,
  items: readonly Item[],
  idempotency: Idempotency,
): Promise<Order> {
  const key = idempotency?.key ?? null;
  return database.transaction(async (run) => {
    if (idempotency?.holds === true && (await run(claimKey, [userId, key])).length === 0) {
      const [ordered] = await run(orderOfKey, [userId, key]);
      if (ordered === undefined) throw new Error('a key was claimed without an order');
      return ordered;
    }
    const lines = await lockLines(run, items);
    const totalCents = lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
    const columns = [
      lines.map((line) => line.productId),
      lines.map((line) => line.quantity),
      lines.map((line) => line.priceCents),
    ];
    const [placed] = await run(placeOrder, [userId, totalCents, ...columns, key]);
    if (placed === undefined) throw new Error('an order was inserted without an id');
    return { id: placed.id, totalCents, lines };
  });
}

async function lockLines(run: Run, items: readonly Item[]): Promise<Line[]> {
  const locked = await run(lockProducts, [items.map((item) => item.productId), items.map((item) => item.quantity)]);
  if (locked.length < items.length) throw new HttpError(404, 'not_found', 'There is no such product');
  const missing = locked.filter(({ stock, quantity }) => stock < quantity);
  if (missing.length > 0) {
    const products = missing.map(({ productId }) => String(productId)).join(', ');
    throw new HttpError(409, 'out_of_stock', `Not enough in stock of product ${products}`);
  }
  return locked.map(({ productId, quantity, priceCents }) => ({ productId, quantity, priceCents }));
}
