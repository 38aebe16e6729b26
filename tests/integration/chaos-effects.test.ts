import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Edge } from '../../src/chaos/edge.ts';
import type { NetworkAction } from '../../src/model/faults/network.ts';
import { until } from '../../src/system/clock.ts';
import { journalFileName, openEntries, readJournal } from '../../src/undo/journal.ts';
import { connectEcho, startBench, startEcho, type Bench, type Echo, type Service } from './chaos-kit.ts';

let bench: Bench;
let echo: Service;
let edge: Edge;
const told: string[] = [];
const tell = (escalation: string): void => void told.push(escalation);

beforeAll(async () => {
  bench = await startBench();
  echo = await startEcho();
  edge = await bench.proxy.addEdge({ name: 'api->db', upstream: echo.address });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await echo[Symbol.asyncDispose]();
  expect(told, 'no fault needed an escalation').toEqual([]);
});

/** Runs `during` while the fault is on; afterwards the edge must be as it was. */
async function withFault(action: NetworkAction, during: () => Promise<void>): Promise<void> {
  await edge.apply('f', action, tell);
  try {
    await during();
  } finally {
    await edge.heal('f', tell);
  }
  const [first, second] = [await connectEcho(edge.port), await connectEcho(edge.port)];
  expect(await first.ping(), 'after healing').toBeLessThan(50);
  expect(await second.ping(), 'after healing').toBeLessThan(50);
}

async function ended(client: Echo): Promise<string | undefined> {
  const end = await until(client.ending, { timeoutMs: 500, everyMs: 2, what: 'the end of a connection' });
  return end.met ? end.value : undefined;
}

test('an edge without faults lets traffic through, outside the ephemeral range', async () => {
  const client = await connectEcho(edge.port);
  expect(await client.ping()).toBeLessThan(50);
  expect(edge.port).toBeGreaterThan(1023);
  expect(edge.port).toBeLessThan(32_768);
});

describe('latency', () => {
  test.each([
    ['upstream', 1],
    ['downstream', 1],
    ['both', 2],
  ] as const)(
    '%s delays a round trip %d times, on old and new connections, and cuts none',
    async (direction, times) => {
      const old = await connectEcho(edge.port);
      await old.ping();
      await withFault({ kind: 'latency', delayMs: 80, jitterMs: 0, direction }, async () => {
        const opened = performance.now();
        const fresh = await connectEcho(edge.port);
        expect(performance.now() - opened, 'opening a connection is not delayed').toBeLessThan(50);
        for (const client of [old, fresh]) {
          const tookMs = await client.ping();
          expect(tookMs).toBeGreaterThanOrEqual(80 * times);
          expect(tookMs).toBeLessThan(80 * times + 50);
        }
      });
      expect(old.ending()).toBeUndefined();
      expect(await old.ping()).toBeLessThan(50);
    },
  );

  test('jitter spreads the delay', async () => {
    await withFault({ kind: 'latency', delayMs: 40, jitterMs: 40, direction: 'downstream' }, async () => {
      const client = await connectEcho(edge.port);
      const times: number[] = [];
      for (let i = 0; i < 12; i++) times.push(Number(await client.ping()));
      expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(15);
      expect(Math.max(...times)).toBeLessThan(80 + 50);
    });
  });
});

describe('black hole', () => {
  test.each(['upstream', 'downstream', 'both'] as const)(
    '%s: connections stay and open, nothing comes back, healing closes them',
    async (direction) => {
      const old = await connectEcho(edge.port);
      await old.ping();
      const idle = await connectEcho(edge.port);
      await idle.ping();
      let fresh: Echo | undefined;
      await withFault({ kind: 'black-hole', direction }, async () => {
        fresh = await connectEcho(edge.port);
        expect(await Promise.all([old.ping(150), fresh.ping(150)])).toEqual(['silent', 'silent']);
        expect([old.ending(), idle.ending(), fresh.ending()]).toEqual([undefined, undefined, undefined]);
      });
      expect(await Promise.all([ended(old), ended(idle), ended(fresh!)])).toEqual(['FIN', 'FIN', 'FIN']);
    },
  );
});

test('down cuts what is open and refuses what is new', async () => {
  const old = await connectEcho(edge.port);
  await old.ping();
  await withFault({ kind: 'down' }, async () => {
    expect(await ended(old)).toBe('FIN');
    await expect(connectEcho(edge.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

test('every toxic stands in the journal while it may be on, and no longer', async () => {
  const open = async (): Promise<readonly unknown[]> => {
    const journal = await readJournal(`${bench.folder}/${journalFileName}`);
    return openEntries(journal)
      .map(({ entry }) => entry)
      .filter(({ kind }) => kind === 'toxic');
  };
  const action: NetworkAction = { kind: 'latency', delayMs: 10, jitterMs: 0, direction: 'both' };
  const { apiUrl } = edge.toxiproxy;
  const entries = ['f_downstream', 'f_upstream'].map((toxic) => ({
    kind: 'toxic',
    apiUrl,
    proxy: 'chaos-test_api-to-db',
    toxic,
  }));
  await edge.prepare('f', action);
  expect(await open()).toEqual(expect.arrayContaining(entries));
  await withFault(action, async () => expect(await open()).toHaveLength(2));
  expect(await open()).toEqual([]);
});
