import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, signUp, type Answer } from '../../targets/shop/testing/ask.ts';
import { startRig, type Rig } from '../../targets/shop/testing/rig.ts';
import type { Service } from '../../targets/shop/testing/services.ts';

describe('shop', () => {
  let rig: Rig;
  let api: Service;

  beforeAll(async () => {
    rig = await startRig();
    api = await rig.startApi();
  }, 30_000);

  afterAll(async () => {
    await api[Symbol.asyncDispose]();
    await rig[Symbol.asyncDispose]();
  });

  function fill(token: string, productId: number, quantity: number): Promise<Answer> {
    return ask(api, 'POST', '/cart/items', { token, body: { productId, quantity } });
  }

  interface Item {
    readonly productId: number;
    readonly quantity: number;
  }

  function buy(token: string, items: readonly Item[], key?: string): Promise<Answer> {
    return ask(api, 'POST', '/orders', { token, body: { items }, ...(key === undefined ? {} : { key }) });
  }

  test('takes a customer from the sign-in to the order', async () => {
    const login = await ask(api, 'POST', '/auth/login', { body: { email: 'User7@shop.test', password: 'proofload' } });
    expect(login).toMatchObject({ status: 200, body: { user: { id: 7, email: 'user7@shop.test', name: 'User 7' } } });
    const token = String(login.body['token']);

    const home = await ask(api, 'GET', '/');
    expect(home.body['featured']).toHaveLength(8);
    expect(home.body['categories']).toHaveLength(20);
    const categories = await ask(api, 'GET', '/categories');
    expect(categories.body['items']).toContainEqual({ id: 2, name: 'Lighting', products: 50 });

    const search = await ask(api, 'GET', '/products?q=lamps&category=2&limit=3');
    expect(search).toMatchObject({ status: 200, body: { total: 25 } });
    const items = search.body['items'] as { id: number; name: string; priceCents: number; categoryId: number }[];
    expect(items).toHaveLength(3);
    const lamp = items[0]!;
    expect(lamp.name).toContain('Lamp');

    const detail = await ask(api, 'GET', `/products/${lamp.id}`);
    expect(detail.body).toEqual({
      id: lamp.id,
      name: lamp.name,
      description: expect.stringContaining('lamp') as unknown,
      priceCents: lamp.priceCents,
      stock: 1_000_000,
      category: { id: 2, name: 'Lighting' },
    });
    const path = `/products/${lamp.id}/recommendations`;
    const [recommended, again] = [await ask(api, 'GET', path), await ask(api, 'GET', path)];
    expect(recommended).toMatchObject({ status: 200, body: { degraded: false } });
    expect(recommended.body['items']).toHaveLength(6);
    expect(recommended.body['items']).not.toContainEqual({ productId: lamp.id });
    expect(again.body).toEqual(recommended.body);

    const line = { productId: lamp.id, name: lamp.name, priceCents: lamp.priceCents };
    await fill(token, lamp.id, 1);
    const added = await fill(token, lamp.id, 2);
    const cart = { items: [{ ...line, quantity: 3 }], totalCents: 3 * lamp.priceCents };
    expect(added).toMatchObject({ status: 201, body: cart });
    await fill(token, 900, 1);
    expect((await ask(api, 'DELETE', '/cart/items/900', { token })).body).toEqual(cart);
    const changed = await ask(api, 'PATCH', `/cart/items/${lamp.id}`, { token, body: { quantity: 2 } });
    expect(changed.body).toEqual({ items: [{ ...line, quantity: 2 }], totalCents: 2 * lamp.priceCents });
    expect((await ask(api, 'GET', '/cart', { token })).body).toEqual(changed.body);

    const totalCents = changed.body['totalCents'];
    const fraud = await ask(api, 'POST', '/checkout/fraud-check', { token, body: { totalCents } });
    expect(fraud).toMatchObject({ status: 200, body: { decision: 'accept', degraded: false } });

    const order = await buy(token, [{ productId: lamp.id, quantity: 2 }]);
    expect(order).toMatchObject({
      status: 201,
      body: { totalCents, lines: [{ productId: lamp.id, quantity: 2, priceCents: lamp.priceCents }] },
    });
    expect((await ask(api, 'GET', '/cart', { token })).body).toEqual({ items: [], totalCents: 0 });
    expect((await ask(api, 'GET', `/products/${lamp.id}`)).body['stock']).toBe(999_998);

    await fill(token, lamp.id, 1);
    const second = await buy(token, [{ productId: lamp.id, quantity: 1 }]);
    const orders = await ask(api, 'GET', '/orders', { token });
    expect(orders.body['items']).toMatchObject([{ id: second.body['id'] }, { id: order.body['id'], totalCents }]);
  });

  test.each([
    ['POST', '/auth/register', { email: 'nobody', password: 'long enough', name: 'N' }, 'email'],
    ['POST', '/auth/register', { email: 'a@shop.test', password: 'short', name: 'N' }, 'password'],
    ['POST', '/auth/register', { email: 'a@shop.test', password: 'long enough' }, 'name'],
    ['POST', '/auth/login', undefined, 'body'],
    ['GET', '/products?limit=51', undefined, 'limit'],
    ['GET', '/products?category=shoes', undefined, 'category'],
    ['GET', '/products/first', undefined, 'id'],
    ['GET', '/products/99999999999', undefined, 'id'],
    ['GET', '/products/0/recommendations', undefined, 'id'],
    ['POST', '/cart/items', { productId: '1', quantity: 1 }, 'productId'],
    ['POST', '/cart/items', { productId: 1, quantity: 101 }, 'quantity'],
    ['PATCH', '/cart/items/1', { quantity: 0 }, 'quantity'],
    ['DELETE', '/cart/items/-1', undefined, 'productId'],
    ['POST', '/checkout/fraud-check', { totalCents: 1.5 }, 'totalCents'],
    ['POST', '/orders', { items: [] }, 'items'],
    [
      'POST',
      '/orders',
      {
        items: [
          { productId: 1, quantity: 1 },
          { productId: 1, quantity: 1 },
        ],
      },
      'items',
    ],
  ])('answers 400 with the field: %s %s %j', async (method, path, body, field) => {
    const answer = await ask(api, method, path, { token: await signUp(api), body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_input', field } } });
  });

  test('answers 404 for what there is not, and 409 for a taken address', async () => {
    const token = await signUp(api);
    const nothing = { status: 404, body: { error: { code: 'not_found' } } };
    expect(await ask(api, 'GET', '/nowhere')).toMatchObject(nothing);
    expect(await ask(api, 'GET', '/products/1001')).toMatchObject(nothing);
    expect(await fill(token, 1001, 1)).toMatchObject(nothing);
    expect(await buy(token, [{ productId: 1001, quantity: 1 }])).toMatchObject(nothing);
    expect(await ask(api, 'PATCH', '/cart/items/1', { token, body: { quantity: 1 } })).toMatchObject(nothing);
    const body = { email: 'USER1@shop.test', password: 'long enough', name: 'Another' };
    const taken = { status: 409, body: { error: { code: 'email_taken' } } };
    expect(await ask(api, 'POST', '/auth/register', { body })).toMatchObject(taken);
  });

  test('answers 401 without a valid token, and to a wrong password as to an unknown address', async () => {
    const [userId, expiry, signature] = (await signUp(api)).split('.');
    const forged = `${Number(userId) + 1}.${expiry}.${signature}`;
    const routes = [
      ['GET', '/cart'],
      ['POST', '/cart/items'],
      ['PATCH', '/cart/items/1'],
      ['DELETE', '/cart/items/1'],
      ['POST', '/checkout/fraud-check'],
      ['GET', '/orders'],
      ['POST', '/orders'],
    ] as const;
    const refused = { status: 401, body: { error: { code: 'unauthorized' } } };
    for (const [method, path] of routes) {
      expect(await ask(api, method, path), path).toMatchObject(refused);
      expect(await ask(api, method, path, { token: forged }), path).toMatchObject(refused);
    }
    const login = (email: string) => ask(api, 'POST', '/auth/login', { body: { email, password: 'not it' } });
    const [wrong, unknown] = [await login('user1@shop.test'), await login('nobody@shop.test')];
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'wrong_credentials' } } });
    expect(unknown.body).toEqual(wrong.body);
  });

  test('sells what is in stock and no more, without deadlocks, when checkouts come at once', async () => {
    await rig.sql.query('update products set stock = 10 where id in (401, 402, 403)');
    const tokens = await Promise.all(Array.from({ length: 16 }, () => signUp(api)));
    // In opposite orders, so that locks taken in the order of the items would meet head-on.
    const answers = await Promise.all(
      tokens.map((token, n) =>
        buy(
          token,
          (n % 2 === 0 ? [401, 402, 403] : [403, 402, 401]).map((productId) => ({ productId, quantity: 1 })),
        ),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(201), ...Array<number>(6).fill(409)]);
    const left = await rig.sql.query<{ stock: number }>('select stock from products where id in (401, 402, 403)');
    expect(left.rows).toEqual([{ stock: 0 }, { stock: 0 }, { stock: 0 }]);
    const sold = await rig.sql.query(
      'select product_id, sum(quantity)::int as sum from order_lines where product_id = 402 group by 1',
    );
    expect(sold.rows).toEqual([{ product_id: 402, sum: 10 }]);
  });

  test('takes what is sent with one key for one order, also at once, and what is sent with none for another', async () => {
    const token = await signUp(api);
    const [items, other] = [[{ productId: 10, quantity: 1 }], await signUp(api)];
    const answers = await Promise.all([1, 2, 3].map(() => buy(token, items, 'one')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect([answers[1]!.body, answers[2]!.body]).toEqual([answers[0]!.body, answers[0]!.body]);
    await Promise.all([buy(token, items, 'two'), buy(token, items), buy(token, items), buy(other, items, 'one')]);
    expect((await ask(api, 'GET', '/orders', { token })).body['items']).toHaveLength(4);
    expect((await ask(api, 'GET', '/orders', { token: other })).body['items']).toHaveLength(1);
  });

  test('takes it for another order each time without idempotency', async () => {
    await using careless = await rig.startApi({ IDEMPOTENCY: 'off' });
    const token = await signUp(careless);
    const order = { token, body: { items: [{ productId: 10, quantity: 1 }] }, key: 'one' };
    await ask(careless, 'POST', '/orders', order);
    await ask(careless, 'POST', '/orders', order);
    expect((await ask(careless, 'GET', '/orders', { token })).body['items']).toHaveLength(2);
  });

  test('keeps no key of an order that was refused', async () => {
    const token = await signUp(api);
    expect((await buy(token, [{ productId: 1001, quantity: 1 }], 'one')).status).toBe(404);
    expect((await buy(token, [{ productId: 10, quantity: 1 }], 'one')).status).toBe(201);
  });

  test('measures what it does', async () => {
    await ask(api, 'GET', '/products/3');
    const text = await (await fetch(`${api.url}/metrics`)).text();
    for (const name of [
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_seconds',
      'db_pool_total 4',
      'db_pool_waiting 0',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/products/:id",status="200"}');
    expect(text).toContain(
      'http_request_duration_seconds_count{method="PATCH",route="/cart/items/:productId",status="200"}',
    );
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="unmatched",status="404"}');
    expect(text).not.toContain('/products/3"');
  });
});
