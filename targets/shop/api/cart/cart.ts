import type { Database } from '../database/database.ts';
import { sql } from '../database/statement.ts';

interface Line {
  readonly productId: number;
  readonly name: string;
  readonly quantity: number;
  readonly priceCents: number;
}

export interface Cart {
  readonly items: readonly Line[];
  readonly totalCents: number;
}

const cartOfUser = sql<Line>(
  'cart.of-user',
  `select p.id as "productId", p.name, c.quantity, p.price_cents as "priceCents"
   from cart_items c join products p on p.id = c.product_id
   where c.user_id = $1
   order by p.id`,
);

// Selecting from products makes an unknown product no row, rather than an error.
const addToCart = sql(
  'cart.add',
  `insert into cart_items (user_id, product_id, quantity) select $1, id, $3 from products where id = $2
   on conflict (user_id, product_id) do update set quantity = cart_items.quantity + excluded.quantity
   returning product_id`,
);

const changeInCart = sql(
  'cart.change',
  `update cart_items set quantity = $3 where user_id = $1 and product_id = $2 returning product_id`,
);

const removeFromCart = sql('cart.remove', `delete from cart_items where user_id = $1 and product_id = $2`);

export async function readCart(database: Database, userId: number): Promise<Cart> {
  const items = await database.read(cartOfUser, [userId]);
  return { items, totalCents: items.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0) };
}

/** False when there is no such product. */
export async function addItem(
  database: Database,
  userId: number,
  productId: number,
  quantity: number,
): Promise<boolean> {
  return (await database.write(addToCart, [userId, productId, quantity])).length > 0;
}

/** False when the product is not in the cart. */
export async function changeItem(
  database: Database,
  userId: number,
  productId: number,
  quantity: number,
): Promise<boolean> {
  return (await database.write(changeInCart, [userId, productId, quantity])).length > 0;
}

export async function removeItem(database: Database, userId: number, productId: number): Promise<void> {
  await database.write(removeFromCart, [userId, productId]);
}
