import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseAction } from '../../src/model/faults/database.ts';
import type { ServiceAction } from '../../src/model/faults/service.ts';
import type { PlannedFault } from '../../src/model/plan.ts';
import type { Exposure } from '../../src/model/record.ts';
import { momentOf } from './chaos-kit.ts';
import { askAgain, startStage, type Performance, type Stage } from './service-kit.ts';

const clerk = {
  kind: 'node',
  entry: 'tests/fixtures/clerk/clerk.ts',
  env: { PORT: '{port}' },
  ready: '/ready',
} as const;

const fault = (action: ServiceAction | DatabaseAction, on: string, startMs = 1500, endMs = 3000): PlannedFault => ({
  id: 'f',
  on,
  startMs,
  endMs,
  action,
});

/** What was told last: of a fault that flaps, all of its times together. */
function exposureOf({ events, problems, left }: Performance): Exposure | undefined {
  expect({ problems, left }).toEqual({ problems: [], left: [] });
  return events.findLast(({ event }) => event === 'exposed')?.exposure;
}

/** An office whose api never asks its store itself: the tests do, in its place. */
describe('a service behind an edge', () => {
  let stage: Stage;
  let port: number;

  beforeAll(async () => {
    const api = { ...clerk, env: { ...clerk.env, STORE_URL: '{store.url}' } };
    stage = await startStage({ store: clerk, api }, ['k6->api', 'api->store'], { proxied: true });
    port = stage.target.edges.find(({ name }) => name === 'api->store')!.port;
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  test.each<ServiceAction>([{ kind: 'pause' }, { kind: 'kill', restart: true }])(
    '$kind: connections that nobody has used do not count',
    async (action) => {
      const idle = [1, 2, 3].map(() => connect(port, '127.0.0.1').on('error', () => undefined));
      await Promise.all(idle.map((socket) => once(socket, 'connect')));
      expect(exposureOf(await stage.play([fault(action, 'store')]))).toEqual({ connections: 0, requests: null });
      for (const socket of idle) socket.destroy();
    },
  );

  test('pause: the edges that lead to it count, and no others', async () => {
    const asking = askAgain(stage.url, { everyMs: 50 });
    const exposure = exposureOf(await stage.play([fault({ kind: 'pause' }, 'store')]));
    await asking.stop();
    expect(exposure).toEqual({ connections: 0, requests: null });
  });

  test('kill: each that is refused counts, though the kernel forgets it at once', async () => {
    const playing = stage.play([fault({ kind: 'kill', restart: true }, 'store', 1000, 3000)]);
    const store = stage.target.services.find(({ name }) => name === 'store')!;
    await expect.poll(() => store.own!.pid(), { timeout: 5000 }).toBeUndefined();
    const asking = askAgain(`http://127.0.0.1:${port}`, { everyMs: 100 });
    await expect.poll(() => asking.times(), { timeout: 5000 }).toBeGreaterThan(3);
    const asked = await asking.stop();
    expect(exposureOf(await playing)?.connections).toBe(asked.length);
  });

  test.each<ServiceAction>([{ kind: 'pause' }, { kind: 'kill', restart: true }, { kind: 'restart' }])(
    '$kind: kept connections count that are used',
    async (action) => {
      const agents = [1, 2, 3].map(() => new http.Agent({ keepAlive: true, maxSockets: 1 }));
      const timer = setInterval(() => {
        for (const agent of agents) http.get({ port, agent }, (answer) => answer.resume()).on('error', () => undefined);
      }, 100);
      const exposure = exposureOf(await stage.play([fault(action, 'store')]));
      clearInterval(timer);
      for (const agent of agents) agent.destroy();
      expect(exposure?.connections).toBeGreaterThanOrEqual(3);
    },
  );
});

test('a service without an edge to it is met by nobody, and its pause is seen at its own address', async () => {
  await using stage = await startStage({ lonely: clerk, api: clerk }, ['k6->api'], { proxied: true });
  const played = await stage.play([fault({ kind: 'pause' }, 'lonely')], 1000);
  expect(exposureOf(played)).toEqual({ connections: 0, requests: null });
  expect(new Set(played.probes.map(({ edge }) => edge))).toEqual(new Set(['lonely']));
  const [feltMs, cleanMs] = [momentOf(played.events, 'felt'), momentOf(played.events, 'clean')];
  expect(feltMs).toBeGreaterThan(1480);
  expect(feltMs).toBeLessThan(2000);
  expect(cleanMs).toBeGreaterThan(2980);
  expect(cleanMs).toBeLessThan(4000);
}, 60_000);

describe('a database behind an edge', () => {
  let stage: Stage;
  let url: string;

  beforeAll(async () => {
    const office = { ...clerk, env: { ...clerk.env, DATABASE_URL: '{db.url}' } };
    stage = await startStage({ db: { kind: 'postgres' }, office }, ['k6->office', 'office->db'], { proxied: true });
    const behind = new URL(stage.target.services.find(({ name }) => name === 'db')!.url);
    behind.port = String(stage.target.edges.find(({ name }) => name === 'office->db')!.port);
    url = behind.href;
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('create table orders (id int); create table others (id int)');
    await client.end();
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  interface Using {
    readonly text: string;
    /** On a connection of its own for each. */
    readonly anew?: boolean;
  }

  /** Connections that met a fault while two clients asked for something, again and again, or nobody did. */
  async function metBy(action: DatabaseAction, using: Using | null, more: Partial<PlannedFault> = {}) {
    const pool = new pg.Pool({ connectionString: url, max: 2, ...(using?.anew === true && { maxUses: 1 }) });
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    // Opened, and left alone.
    const idle = new pg.Client({ connectionString: url });
    idle.on('error', () => undefined);
    await idle.connect();
    let asking = true;
    const ask = async (): Promise<void> => {
      while (asking && using !== null) {
        await pool.query(using.text).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const clients = [ask(), ask()];
    const exposure = exposureOf(await stage.play([{ ...fault(action, 'db', 3000, 4500), ...more }]));
    asking = false;
    await Promise.all(clients);
    await Promise.all([pool.end(), idle.end().catch(() => undefined)]);
    return exposure?.connections;
  }
  const orders: Using = { text: 'select * from orders' };

  test('lockTable: who waits for the lock counts, and who uses another table does not', async () => {
    const lock = { kind: 'lock-table', table: 'orders' } as const;
    expect(await metBy(lock, orders)).toBe(2);
    expect(await metBy(lock, { text: 'select * from others' })).toBe(0);
  }, 60_000);

  test('lockTable: who waited for it at any of its times counts', async () => {
    const action = { kind: 'lock-table', table: 'orders' } as const;
    const flapping = { periodMs: 500, onMs: 200 };
    expect(await metBy(action, orders, { flapping })).toBeGreaterThanOrEqual(2);
  }, 60_000);

  test('exhaustConnections: who has to connect anew counts, and who is connected does not', async () => {
    // All of 300 would take long.
    const exhaust = { kind: 'exhaust-connections', leave: 270 } as const;
    expect(await metBy(exhaust, { ...orders, anew: true })).toBeGreaterThan(2);
    expect(await metBy(exhaust, orders)).toBe(0);
  }, 60_000);

  test('terminateConnections: connections count that were used, and not one that was only opened', async () => {
    const terminate = { kind: 'terminate-connections', everyMs: null } as const;
    expect(await metBy(terminate, orders)).toBe(2);
    expect(await metBy(terminate, null)).toBe(0);
  }, 60_000);

  test('readOnly: connections count that are used', async () => {
    expect(await metBy({ kind: 'read-only' }, orders)).toBeGreaterThanOrEqual(2);
  }, 60_000);
});
