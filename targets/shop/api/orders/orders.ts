import type { Database } from '../database/database.ts';
import { sql } from '../database/statement.ts';

interface OrderSummary {
  readonly id: number;
  readonly totalCents: number;
  readonly createdAt: Date;
}

const newestOrders = sql<OrderSummary>(
  'orders.newest',
  `select id, total_cents as "totalCents", created_at as "createdAt"
   from orders
   where user_id = $1
   order by id desc
   limit 50`,
);

export function listOrders(database: Database, userId: number): Promise<readonly OrderSummary[]> {
  return database.read(newestOrders, [userId]);
}
