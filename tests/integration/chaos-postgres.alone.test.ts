import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { slowsByMs } from '../../src/chaos/visible.ts';
import type { NetworkAction } from '../../src/model/faults/network.ts';
import { playFaults } from '../../src/chaos/schedule.ts';
import type { PlannedFault } from '../../src/model/plan.ts';
import type { FaultEvent } from '../../src/model/record.ts';
import { startCanary } from '../../src/probe/canary.ts';
import { watchFault } from '../../src/probe/watch-fault.ts';
import { now, sleep } from '../../src/system/clock.ts';
import { startPostgres } from '../../src/target/postgres.ts';
import { momentOf, startBench } from './chaos-kit.ts';

test('a real Postgres: queries and canary meet latency, a black hole and down, and nothing of the canary is in its log', async () => {
  await using bench = await startBench();
  const logFile = join(bench.folder, 'postgres.log');
  await using database = await startPostgres({ name: 'db', undo: bench.undo, logFile });
  const edge = await bench.proxy.addEdge({ name: 'api->db', upstream: `127.0.0.1:${database.port}` });
  const url = new URL(database.url);
  url.port = String(edge.port);
  /** Milliseconds of a query on a new connection, or how it ended. */
  const query = async (): Promise<number | string> => {
    const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 1500 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const started = performance.now();
      await client.query('select 1');
      return performance.now() - started;
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'timeout';
    } finally {
      void client.end().catch(() => undefined);
    }
  };

  const faults: PlannedFault[] = [
    { id: 'slow', startMs: 600, endMs: 1600, action: { kind: 'latency', delayMs: 30, jitterMs: 0, direction: 'both' } },
    { id: 'hang', startMs: 2200, endMs: 2800, action: { kind: 'black-hole', direction: 'both' } },
    { id: 'gone', startMs: 3400, endMs: 3800, action: { kind: 'down' } },
  ].map((fault) => ({ ...fault, on: edge.name }) as PlannedFault);
  const events: FaultEvent[] = [];
  const clock = { t0: now() };
  const fine = [{ fromMs: 0, toMs: 60_000 }];
  await using canary = startCanary({ edge: edge.name, protocol: 'postgres', ...edge, ...clock, fine });
  const watches = faults.map((fault) => {
    const slower = slowsByMs(fault.action as NetworkAction) ?? Infinity;
    return watchFault({ canary, fault, slowsByMs: slower, emit: (event) => events.push(event) });
  });
  const onEvent = (event: FaultEvent): void => {
    events.push(event);
    for (const watch of watches) watch.onEvent(event);
  };
  const { signal } = new AbortController();
  const playing = playFaults({ faults, breakableOf: ({ on }) => bench.proxy.edges.get(on), clock, onEvent, signal });
  const at = async (ms: number): Promise<number | string> => {
    await sleep(clock.t0 + ms - now());
    return query();
  };
  expect(await at(200)).toBeLessThan(60);
  expect(await at(750)).toBeGreaterThanOrEqual(60);
  expect(typeof (await at(2300)), 'no answer').toBe('string');
  expect(await at(3500)).toBe('ECONNREFUSED');
  expect(await playing).toEqual({ problems: [], left: [] });
  expect(await at(4000)).toBeLessThan(60);

  for (const { id, startMs } of faults) {
    const felt = momentOf(events, 'felt', id) - startMs;
    const clean = momentOf(events, 'clean', id) - momentOf(events, 'heal-asked', id);
    console.info(
      `postgres, ${id}: felt ${felt.toFixed(1)} ms after plan, clean ${clean.toFixed(1)} ms after heal asked`,
    );
    expect(felt).toBeLessThan(250);
    expect(clean).toBeLessThan(300);
  }
  const log = await readFile(logFile, 'utf8');
  expect(log.split('\n').filter((line) => /startup packet|SSL|reset by peer/i.test(line))).toEqual([]);
});
