import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Edge } from '../../src/chaos/edge.ts';
import type { NetworkAction } from '../../src/model/faults/network.ts';
import { playFaults } from '../../src/chaos/schedule.ts';
import { now, until } from '../../src/system/clock.ts';
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
  for (const client of [first, second]) await isQuick(client);
}

/** A fault makes every round trip longer, the machine only some. */
async function isQuick(client: Echo): Promise<void> {
  await expect.poll(() => client.ping()).toBeLessThan(50);
}

async function ended(client: Echo): Promise<string | undefined> {
  const end = await until(client.ending, { timeoutMs: 15_000, everyMs: 2, what: 'the end of a connection' });
  return end.met ? end.value : undefined;
}

test('an edge without faults lets traffic through, outside the ephemeral range', async () => {
  await isQuick(await connectEcho(edge.port));
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
        const fresh = await connectEcho(edge.port);
        for (const client of [old, fresh]) {
          expect(await client.ping()).toBeGreaterThanOrEqual(80 * times);
          await expect.poll(() => client.ping()).toBeLessThan(80 * times + 50);
        }
        const openingMs = async (): Promise<number> => {
          const begun = performance.now();
          (await connectEcho(edge.port)).socket.destroy();
          return performance.now() - begun;
        };
        await expect.poll(openingMs, { message: 'opening a connection is not delayed' }).toBeLessThan(50);
      });
      expect(old.ending()).toBeUndefined();
      await isQuick(old);
    },
  );

  test('jitter spreads the delay', async () => {
    await withFault({ kind: 'latency', delayMs: 40, jitterMs: 40, direction: 'downstream' }, async () => {
      const client = await connectEcho(edge.port);
      const times: number[] = [];
      for (let i = 0; i < 12; i++) times.push(Number(await client.ping()));
      times.sort((a, b) => a - b).pop(); // the machine may have made one of them long
      expect(times.at(-1)! - times[0]!).toBeGreaterThan(15);
      expect(times.at(-1)).toBeLessThan(80 + 50);
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

describe('reset', () => {
  /** Sends once, without waiting for an answer. */
  const say = (client: Echo): void => void client.socket.write('.');

  test('connections in use and new ones get an RST, on both sides of the edge; silent ones a FIN', async () => {
    const [used, silent] = [await connectEcho(edge.port), await connectEcho(edge.port)];
    await used.ping();
    await silent.ping();
    const resetsBefore = echo.resets();
    const talking = setInterval(() => say(used), 10);
    await withFault({ kind: 'reset', direction: 'both' }, async () => {
      clearInterval(talking);
      expect(await ended(used)).toBe('ECONNRESET');
      expect(await ended(silent)).toBe('FIN');
      for (let i = 0; i < 5; i++) {
        const fresh = await connectEcho(edge.port);
        say(fresh);
        expect(await ended(fresh)).toBe('ECONNRESET');
      }
    });
    expect(echo.resets() - resetsBefore).toBeGreaterThanOrEqual(5);
  });

  test('downstream, the service has got what was sent', async () => {
    const heardBefore = echo.heardBytes();
    await withFault({ kind: 'reset', direction: 'downstream' }, async () => {
      const fresh = await connectEcho(edge.port);
      say(fresh);
      expect(await ended(fresh)).toBe('ECONNRESET');
      expect(echo.heardBytes() - heardBefore).toBe(1);
    });
  });

  test('who has said nothing is cut when it ends, and ends normally ever after', async () => {
    let quiet: Echo | undefined;
    await withFault({ kind: 'reset', direction: 'both' }, async () => {
      quiet = await connectEcho(edge.port);
    });
    expect(await ended(quiet!)).toBe('ECONNRESET');
  });
});

test('bandwidth is that of each connection', async () => {
  const bytes = 60_000;
  await withFault({ kind: 'bandwidth', bytesPerSecond: 200_000, direction: 'downstream' }, async () => {
    const takenMs = async (): Promise<number> => {
      const clients = await Promise.all([1, 2].map(() => connectEcho(edge.port)));
      const started = performance.now();
      await Promise.all(clients.map((client) => client.transfer(bytes)));
      return performance.now() - started;
    };
    expect(await takenMs()).toBeGreaterThan(250);
    await expect.poll(takenMs, { message: 'side by side' }).toBeLessThan(500);
  });
});

test('timeout lets nothing through and closes who is silent', async () => {
  await withFault({ kind: 'timeout', afterMs: 150, direction: 'both' }, async () => {
    const client = await connectEcho(edge.port);
    const started = performance.now();
    expect(await client.ping()).toBe('closed');
    expect(performance.now() - started).toBeGreaterThan(140);
    expect(client.ending()).toBe('FIN');
  });
});

test('slow close: the service learns late that its client has gone', async () => {
  await withFault({ kind: 'slow-close', delayMs: 200, direction: 'upstream' }, async () => {
    const learntAfterMs = async (): Promise<number> => {
      const client = await connectEcho(edge.port);
      await isQuick(client); // data is not slower
      const open = echo.open();
      client.socket.destroy();
      const started = performance.now();
      await until(() => echo.open() < open, { timeoutMs: 10_000, everyMs: 2, what: 'the end at the service' });
      return performance.now() - started;
    };
    expect(await learntAfterMs()).toBeGreaterThan(190);
    await expect.poll(learntAfterMs).toBeLessThan(400);
  });
});

test('slicer: data comes in pieces, with time between them', async () => {
  const action = {
    kind: 'slicer',
    averageBytes: 100,
    variationBytes: 20,
    delayUs: 5000,
    direction: 'downstream',
  } as const;
  await withFault(action, async () => {
    const client = await connectEcho(edge.port);
    const started = performance.now();
    const pieces = await client.transfer(2000);
    expect(pieces).toBeGreaterThan(10);
    expect(performance.now() - started).toBeGreaterThan(70);
  });
});

test('limit data: a connection ends after so much, in the middle of it', async () => {
  await withFault({ kind: 'limit-data', bytes: 3000, direction: 'downstream' }, async () => {
    const client = await connectEcho(edge.port);
    let heard = 0;
    client.socket.on('data', (data) => (heard += data.length));
    client.socket.write(Buffer.alloc(10_000));
    expect(await ended(client)).toBe('FIN');
    expect(heard).toBe(3000);
  });
});

test('two faults at once on one edge add up, and end one by one', async () => {
  const slow = { kind: 'latency', delayMs: 60, jitterMs: 0, direction: 'downstream' } as const;
  await withFault(slow, async () => {
    await edge.apply('thin', { kind: 'bandwidth', bytesPerSecond: 100_000, direction: 'downstream' }, tell);
    const client = await connectEcho(edge.port);
    const started = performance.now();
    await client.transfer(20_000);
    expect(performance.now() - started).toBeGreaterThan(60 + 150);
    await edge.heal('thin', tell);
    expect(await client.ping()).toBeGreaterThanOrEqual(60);
    expect(client.ending(), 'neither cuts connections').toBeUndefined();
  });
});

test('the steps of a ramp follow each other on open connections, each read back', async () => {
  const ramp: NetworkAction = {
    kind: 'latency',
    delayMs: 150,
    jitterMs: 0,
    direction: 'downstream',
    ramp: { from: 50, steps: 3 },
  };
  const client = await connectEcho(edge.port);
  const { signal } = new AbortController();
  const fault = { id: 'rising', on: edge.name, startMs: 0, endMs: 1200, action: ramp };
  const clock = { t0: now() + 300 };
  const playing = playFaults({ faults: [fault], breakableOf: () => edge, clock, onEvent: () => undefined, signal });
  const seen = new Set<number>();
  for (let i = 0; now() < clock.t0 + 1100; i++) {
    const tookMs = Number(await client.ping());
    if (now() > clock.t0 + 50) seen.add(Math.round(tookMs / 50) * 50);
  }
  expect(await playing).toEqual({ problems: [], left: [] });
  expect([...seen]).toEqual(expect.arrayContaining([50, 100, 150]));
  await isQuick(client);
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
  await edge.prepare('f', action, 1_000);
  expect(await open()).toEqual(expect.arrayContaining(entries));
  await withFault(action, async () => expect(await open()).toHaveLength(2));
  expect(await open()).toEqual([]);
});
