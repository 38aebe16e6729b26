import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseAction } from '../../src/model/faults/database.ts';
import type { PlannedFault } from '../../src/model/plan.ts';
import { clerk, exposureOf, faultOn, startStage, type Stage } from './service-kit.ts';

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
    const exposure = exposureOf(await stage.play([{ ...faultOn('db', action, 3000, 4500), ...more }]));
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
