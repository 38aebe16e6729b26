import type { Database } from '../database/database.ts';
import { sql } from '../database/statement.ts';
import { HttpError } from '../../service/http-error.ts';

interface Line {
  readonly productId: number;
  readonly quantity: number;
  readonly priceCents: number;
}

interface Order {
  readonly id: number;
  readonly totalCents: number;
  readonly lines: readonly Line[];
}

// Rows are locked in the order in which they come, so by product id: two checkouts with products in common queue up for the first of
// them and never wait for each other. The lock on the cart makes a second checkout of the same user find it empty. "No key" lets
// others put the products into their carts meanwhile.
const lockCart = sql<Line & { stock: number }>(
  'checkout.lock-cart',
  `select p.id as "productId", c.quantity, p.price_cents as "priceCents", p.stock
   from cart_items c join products p on p.id = c.product_id
   where c.user_id = $1
   order by p.id
   for no key update of c, p`,
);

// One round trip for all that is written. Only what was ordered leaves the cart: something may have been put in since.
const placeOrder = sql<{ id: number }>(
  'checkout.place-order',
  `with line as (
     select * from unnest($3::int[], $4::int[], $5::int[]) as line (product_id, quantity, price_cents)
   ), placed as (
     insert into orders (user_id, total_cents) values ($1, $2) returning id
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

/** Turns the cart into an order: all of it or nothing. */
export function checkOut(database: Database, userId: number): Promise<Order> {
  return database.transaction(async (run) => {
    const locked = await run(lockCart, [userId]);
    if (locked.length === 0) throw new HttpError(400, 'cart_empty', 'There is nothing in the cart', { field: 'cart' });
    const missing = locked.filter(({ stock, quantity }) => stock < quantity);
    if (missing.length > 0) {
      const products = missing.map(({ productId }) => String(productId)).join(', ');
      throw new HttpError(409, 'out_of_stock', `Not enough in stock of product ${products}`);
    }
    const lines = locked.map(({ productId, quantity, priceCents }) => ({ productId, quantity, priceCents }));
    const totalCents = lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
    const columns = [
      lines.map((line) => line.productId),
      lines.map((line) => line.quantity),
      lines.map((line) => line.priceCents),
    ];
    const [placed] = await run(placeOrder, [userId, totalCents, ...columns]);
    if (placed === undefined) throw new Error('an order was inserted without an id');
    return { id: placed.id, totalCents, lines };
  });
}
