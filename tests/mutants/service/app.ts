import { Hono, type Context } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.ts';
import { afterwards, dose, onceIn } from './defects.ts';
import type { Items } from './items.ts';
import { misbehaviour } from './misbehaviour.ts';
import type { Order, Orders } from './orders.ts';

interface Parts {
  readonly database: Database;
  readonly items: Items;
  readonly orders: Orders;
  readonly advice: (id: string) => Promise<string>;
}

export function createApp({ database, items, orders, advice }: Parts): Hono {
  const app = new Hono();
  const isSlowItem = onceIn(dose('slow-tenth-of-items') * 8);
  const isErrorPage = onceIn(dose('error-page-with-ok-status') * 10);
  const isEmpty = onceIn(dose('empty-body') * 10);
  const isHalf = onceIn(dose('half-a-list') * 10);
  const isOther = onceIn(dose('somebody-elses-item') * 10);
  const failsFast = afterwards(100, dose('fast-errors') > 0 ? Infinity : 0);
  const failsOrder = onceIn(dose('failing-orders') > 0 ? Math.round(100 / dose('failing-orders')) : 0);
  const isRefused = onceIn(dose('refused-order-placed') * 60);
  let guests = 0;
  let lastOrder = Promise.resolve();

  app.onError((error, c) => c.json({ error: error.message }, 503));
  app.use(misbehaviour());

  app.get('/home', async (c) => {
    guests += 1;
    if (dose('slower-with-users') > 0) await sleep(60 * guests);
    guests -= 1;
    const list = await items.home();
    return c.json(isHalf() ? list.slice(0, 10) : list);
  });

  app.get('/search', async (c) => {
    if (failsFast()) return c.json({ error: 'sorry' }, 500);
    await sleep(dose('slow-search'));
    const found = await items.search(c.req.query('q') ?? '');
    return isEmpty() ? c.body('') : c.json(found);
  });

  app.get('/items/:id', async (c) => {
    if (isSlowItem()) await sleep(1_000);
    const id = Number(c.req.param('id'));
    const item = await items.byId(isOther() ? id + 1 : id);
    if (isErrorPage()) return c.html('<h1>Something went wrong</h1>');
    return item === undefined ? c.notFound() : c.json(item);
  });

  app.post('/orders', async (c) => {
    if (failsOrder()) return c.json({ error: 'sorry' }, 500);
    const order = await c.req.json<Order>();
    if (dose('orders-one-by-one') > 0) await (lastOrder = lastOrder.then(() => sleep(70)));
    if (dose('lock-queue') > 0) await holdLock(database);
    const isNew = await orders.place(order);
    if (!isNew && dose('repeated-order-refused') > 0) return c.json({ error: 'it is there already' }, 409);
    return isRefused() ? c.json({ error: 'not possible' }, 422) : c.json({ key: order.key }, 201);
  });

  app.get('/orders/:key', async (c: Context<object, '/orders/:key'>) => {
    await sleep(dose('slow-receipt'));
    return (await orders.has(c.req.param('key'))) ? c.json({ paid: true }) : c.notFound();
  });

  app.get('/advice/:id', async (c) => c.json({ advice: await advice(c.req.param('id')) }));
  return app;
}

/** A lock that every order needs, held over a slow statement. */
async function holdLock({ pool }: Database): Promise<void> {
  await pool.query('select pg_sleep(0.05) from (select pg_advisory_xact_lock(1)) as locked');
}
