import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, metric, signUp, until, type Answer } from '../../targets/shop/testing/ask.ts';
import { startRelay } from '../../targets/shop/testing/relay.ts';
import { startRig, type Rig } from '../../targets/shop/testing/rig.ts';
import type { Service } from '../../targets/shop/testing/services.ts';

/** What is not bounded is never answered here. */
const boundedMs = 10_000;

describe('shop under faults', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig();
  }, 30_000);

  afterAll(() => rig[Symbol.asyncDispose]());

  test('RETRIES=on bridges a cut of the database for reads, off does not', async () => {
    await using relay = await startRelay(rig.databasePort);
    const DATABASE_URL = rig.databaseAt(relay.port);
    await using patient = await rig.startApi({ DATABASE_URL });
    await using hasty = await rig.startApi({ DATABASE_URL, RETRIES: 'off' });
    const token = await signUp(patient);
    const reads = ['/', '/categories', '/products?q=lamp', '/products/1', '/cart', '/orders'];
    const read = (service: Service) => Promise.all(reads.map((path) => ask(service, 'GET', path, { token })));
    const login = { body: { email: 'user1@shop.test', password: 'proofload' } };

    relay.cut();
    const waiting = [read(patient), ask(patient, 'POST', '/auth/login', login).then((answer) => [answer])];
    for (const answer of await read(hasty)) {
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'database_lost' } } });
    }
    await until(async () => (await metric(patient, 'db_retries_total')) > reads.length);
    await relay.mend();
    for (const answer of (await Promise.all(waiting)).flat()) expect(answer.status).toBe(200);
    expect(await metric(hasty, 'db_retries_total')).toBe(0);

    relay.cut();
    const away = await ask(patient, 'GET', '/categories');
    expect(away).toMatchObject({ status: 503, body: { error: { code: 'database_lost' } } });
    expect(away.ms).toBeGreaterThan(900);
    expect(away.ms).toBeLessThan(boundedMs);
    expect((await ask(patient, 'GET', '/health/live')).status).toBe(200);
    const unready = await ask(patient, 'GET', '/health/ready');
    expect(unready).toMatchObject({
      status: 503,
      body: { reason: expect.stringContaining('ECONNREFUSED') as unknown },
    });
  });

  test('a write that was sent is never sent again', async () => {
    await using relay = await startRelay(rig.databasePort);
    await using shop = await rig.startApi({ DATABASE_URL: rig.databaseAt(relay.port) });
    const token = await signUp(shop);
    relay.breakAfter('cart.add');
    const add = await ask(shop, 'POST', '/cart/items', { token, body: { productId: 5, quantity: 1 } });
    expect(add).toMatchObject({ status: 503, body: { error: { code: 'database_lost' } } });
    const cart = await ask(shop, 'GET', '/cart', { token });
    expect(cart.body['items']).toMatchObject([{ productId: 5, quantity: 1 }]);
  });

  test('TIMEOUT=on bounds what waits for a database that hangs, off does not', async () => {
    await using relay = await startRelay(rig.databasePort);
    const DATABASE_URL = rig.databaseAt(relay.port);
    await using bounded = await rig.startApi({ DATABASE_URL });
    await using unbounded = await rig.startApi({ DATABASE_URL, TIMEOUT: 'off', RETRIES: 'off' });

    relay.hold();
    let hanging = true;
    // As many as the pool has connections, so that nothing is left even for the readiness probe.
    const endless = Promise.all([1, 2, 3, 4].map(() => ask(unbounded, 'GET', '/categories'))).finally(
      () => (hanging = false),
    );
    // More than the pool has connections: some wait for a query, the others for a connection.
    const answers = await Promise.all(
      Array.from({ length: 24 }, async (_, n) => {
        await sleep(n * 40);
        return ask(bounded, 'GET', '/categories');
      }),
    );
    for (const { status, body, ms } of answers) {
      expect({ status, body }).toMatchObject({ status: 503, body: { error: { code: 'database_timeout' } } });
      expect(ms).toBeGreaterThan(900);
      expect(ms).toBeLessThan(boundedMs);
    }
    await until(async () => (await metric(bounded, 'db_pool_total')) === 0);
    expect(await metric(bounded, 'db_retries_total')).toBe(0);
    await until(async () => (await ask(bounded, 'GET', '/products/1/recommendations')).body['degraded'] === false);
    for (const unready of await Promise.all([bounded, unbounded].map((shop) => ask(shop, 'GET', '/health/ready')))) {
      expect(unready.status).toBe(503);
      expect(unready.ms).toBeLessThan(boundedMs);
    }

    expect(hanging).toBe(true);
    relay.cut();
    for (const answer of await endless) {
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'database_lost' } } });
    }
    relay.release();
    await relay.mend();
    for (const service of [bounded, unbounded]) expect((await ask(service, 'GET', '/categories')).status).toBe(200);
  });

  test('TIMEOUT=on bounds a read that waits both for its connection and for its answer', async () => {
    await using shop = await rig.startApi({ POOL_SIZE: '1' });
    const secondMs = async (): Promise<number> => {
      await rig.sql.query('begin; lock table categories in access exclusive mode');
      const first = ask(shop, 'GET', '/categories');
      await until(async () => (await metric(shop, 'db_pool_idle')) === 0);
      // The connection comes free after the second has waited for it for most of a second: unless the machine stands still now.
      await sleep(200);
      const second = await ask(shop, 'GET', '/categories');
      await rig.sql.query('rollback');
      expect(await first).toMatchObject({ status: 503, body: { error: { code: 'database_timeout' } } });
      expect(second).toMatchObject({ status: 503, body: { error: { code: 'database_timeout' } } });
      return second.ms;
    };
    await expect.poll(secondMs).toSatisfy((ms: number) => ms > 1_500 && ms < 2_500);
    expect((await ask(shop, 'GET', '/categories')).status).toBe(200);
  });

  test('BREAKER=on stops asking an ai that hangs and comes back to it, off waits', async () => {
    await using relay = await startRelay(rig.ai.port);
    const AI_URL = `http://127.0.0.1:${relay.port}`;
    await using guarded = await rig.startApi({ AI_URL });
    await using unguarded = await rig.startApi({ AI_URL, BREAKER: 'off' });
    const token = await signUp(guarded);
    const recommend = (service: Service) => ask(service, 'GET', '/products/1/recommendations');
    const without = { status: 200, body: { items: [], degraded: true } };

    relay.hold();
    let hanging = true;
    const endless = recommend(unguarded).finally(() => (hanging = false));
    for (const { ms, ...answer } of await Promise.all(Array.from({ length: 5 }, () => recommend(guarded)))) {
      expect(answer).toEqual(without);
      expect(ms).toBeGreaterThan(700);
      expect(ms).toBeLessThan(boundedMs);
    }
    const open = await ask(guarded, 'POST', '/checkout/fraud-check', { token, body: { totalCents: 100 } });
    expect(open).toMatchObject({ status: 200, body: { decision: 'review', degraded: true } });
    expect(await metric(guarded, 'ai_breaker_state')).toBe(1);
    expect(await metric(guarded, 'ai_calls_total{call="recommendations",outcome="timeout"}')).toBe(5);
    expect(await metric(guarded, 'ai_calls_total{call="fraud-check",outcome="rejected"}')).toBe(1);

    const probes: Promise<Answer>[] = [];
    await until(async () => {
      probes.push(recommend(guarded));
      return (await metric(guarded, 'ai_breaker_state')) === 2;
    });
    const rejected = () => metric(guarded, 'ai_calls_total{call="recommendations",outcome="rejected"}');
    const before = await rejected();
    expect(await recommend(guarded)).toMatchObject(without);
    expect(await rejected()).toBe((before || 0) + 1);

    expect(hanging).toBe(true);
    relay.release();
    for (const { status } of await Promise.all(probes)) expect(status).toBe(200);
    await until(async () => (await recommend(guarded)).body['degraded'] === false);
    expect(await metric(guarded, 'ai_breaker_state')).toBe(0);
    expect((await endless).body['degraded']).toBe(false);

    relay.cut();
    const refused = await recommend(unguarded);
    expect(refused).toMatchObject(without);
    expect(refused.ms).toBeLessThan(boundedMs);
  });

  test('a lost connection that nobody used is replaced', async () => {
    await using api = await rig.startApi();
    await rig.sql.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(api, 'GET', '/categories')));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(8).fill(200));
    expect(api.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s lets what is in flight finish and ends with 0', async (signal) => {
    await using relay = await startRelay(rig.databasePort);
    await using shop = await rig.startApi({ DATABASE_URL: rig.databaseAt(relay.port), TIMEOUT: 'off' });
    const agent = new Agent({ keepAlive: true });
    const [idle] = (await once(get(`${shop.url}/health/live`, { agent }), 'response')) as [NodeJS.ReadableStream];
    await once(idle.resume(), 'end');

    relay.hold();
    const inFlight = ask(shop, 'GET', '/categories');
    await until(async () => (await metric(shop, 'db_pool_idle')) === 3);
    shop.kill(signal);
    await until(() =>
      ask(shop, 'GET', '/health/live').then(
        () => false,
        () => true,
      ),
    );
    relay.release();
    expect((await inFlight).status).toBe(200);
    expect(await shop.exited).toBe(0);
    agent.destroy();
  });

  test('ai, too, finishes what it is asked when it is stopped', async () => {
    await using other = await rig.start('ai');
    const inFlight = ask(other, 'GET', '/recommendations?productId=1');
    // The model's thinking time is the only timer it has.
    await until(async () => (await metric(other, 'nodejs_active_resources{type="Timeout"}')) > 0);
    other.kill('SIGTERM');
    expect((await inFlight).body['productIds']).toHaveLength(6);
    expect(await other.exited).toBe(0);
  });

  test('is not ready before the database is there, and says why', async () => {
    await using relay = await startRelay(rig.databasePort);
    relay.cut();
    const env = { DATABASE_URL: rig.databaseAt(relay.port), AI_URL: rig.ai.url, POOL_SIZE: '4' };
    await using shop = await rig.start('api', env);
    expect((await ask(shop, 'GET', '/health/live')).status).toBe(200);
    const unready = await ask(shop, 'GET', '/health/ready');
    expect(unready).toMatchObject({ status: 503, body: { status: 'not-ready' } });
    expect(unready.body['reason']).toContain('not warm');
    await relay.mend();
    await until(async () => (await ask(shop, 'GET', '/health/ready')).status === 200);
    expect(await metric(shop, 'db_pool_idle')).toBe(4);
  });

  test('does not start with a bad environment, and says which variable', async () => {
    const env = { PORT: 'http', DATABASE_URL: 'mysql://localhost', RETRIES: 'yes' };
    const start = rig.start('api', env);
    await expect(start).rejects.toThrow(
      /ended with 2 .*\nshop-api: bad environment: PORT.*DATABASE_URL.*AI_URL is missing.*RETRIES/,
    );
  });
});
