import { afterwards, dose, onceIn } from './defects.ts';
import type { Database } from './database.ts';

export interface Order {
  readonly key: string;
  readonly cents: number;
}

export interface Orders {
  /** False: an order of this key was there already. */
  readonly place: (order: Order) => Promise<boolean>;
  readonly has: (key: string) => Promise<boolean>;
  /** Writes down what is only in memory. */
  readonly flush: () => Promise<void>;
}

const ONCE = `with fresh as (insert into requests values ($1) on conflict do nothing returning key)
  insert into orders (key, cents) select key, $2::integer from fresh returning key`;
const ALWAYS = 'insert into orders (key, cents) values ($1, $2) returning key';
const FLUSH_MS = 1_500;
/** Orders that pass before a defect of a few of them begins. */
const USUAL = 40;

export function openOrders(database: Database): Orders {
  const isLost = afterwards(USUAL, dose('lost-order'));
  const isDoubled = afterwards(USUAL, dose('order-twice'));
  const isAltered = onceIn(dose('another-amount') * 20);
  const hasGhost = onceIn(dose('order-of-nobody') * 20);
  const isLate = onceIn(dose('stale-receipts') * 20);
  const insert = dose('no-idempotency') > 0 ? ALWAYS : ONCE;
  const buffers = dose('write-behind') > 0 || dose('ungraceful-stop') > 0;
  const buffer = new Map<string, Order>();

  const store = async ({ key, cents }: Order) => (await database.write(insert, [key, cents])).length > 0;

  async function flush(): Promise<void> {
    const orders = [...buffer.values()];
    await Promise.all(orders.map(store));
    for (const { key } of orders) buffer.delete(key);
  }
  if (buffers) setInterval(() => void flush().catch(() => undefined), FLUSH_MS);

  return {
    flush,
    async place(order) {
      if (isLost()) return true;
      if (isLate()) {
        setTimeout(() => void store(order), 400);
        return true;
      }
      if (buffers) {
        buffer.set(order.key, order);
        return true;
      }
      const isNew = await store(isAltered() ? { ...order, cents: order.cents + 1 } : order);
      if (isDoubled()) await database.write(ALWAYS, [order.key, order.cents]);
      if (hasGhost()) await database.write(ALWAYS, [`${order.key}-ghost`, order.cents]);
      return isNew;
    },
    async has(key) {
      if (buffer.has(key)) return true;
      return (await database.read('select 1 from orders where key = $1', [key])).length > 0;
    },
  };
}
