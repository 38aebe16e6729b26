import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playFaults } from '../../src/chaos/schedule.ts';
import type { FaultEvent } from '../../src/model/record.ts';
import { startCanary } from '../../src/probe/canary.ts';
import { watchFault } from '../../src/probe/watch-fault.ts';
import { now, until } from '../../src/system/clock.ts';
import { withPort } from '../../src/system/ports.ts';
import { connectEcho, momentOf, startBench } from './chaos-kit.ts';

async function startRedis(...more: string[]): Promise<AsyncDisposable & { readonly address: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-redis-'));
  const { child, port } = await withPort(async (candidate) => {
    const args = ['--port', String(candidate), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...more];
    const started = spawn('redis-server', args, { stdio: 'ignore' });
    const up = await until(() => connectEcho(candidate), { timeoutMs: 10_000, what: 'Redis' });
    if (up.met) up.value.socket.destroy();
    return { child: started, port: candidate };
  });
  return {
    address: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

const isThere = spawnSync('redis-server', ['--version']).status === 0;

test.skipIf(!isThere).each([
  ['open', []],
  ['that wants a password', ['--requirepass', 'secret']],
])('a canary feels faults on the way to a Redis %s', async (_name, more) => {
  await using bench = await startBench();
  await using service = await startRedis(...more);
  const edge = await bench.proxy.addEdge({ name: 'api->cache', upstream: service.address });
  const clock = { t0: now() };
  const events: FaultEvent[] = [];
  const fine = [{ fromMs: 0, toMs: 60_000 }];
  await using canary = startCanary({ edge: edge.name, protocol: 'redis', ...edge, ...clock, fine });
  const action = { kind: 'latency', delayMs: 100, jitterMs: 0, direction: 'downstream' } as const;
  const fault = { id: 'f', on: edge.name, startMs: 600, endMs: 2100, action };
  const watch = watchFault({ canary, fault, slowsByMs: 100, emit: (event) => events.push(event) });
  const onEvent = (event: FaultEvent): void => watch.onEvent(event);
  const { signal } = new AbortController();
  expect(await playFaults({ faults: [fault], breakableOf: () => edge, clock, onEvent, signal })).toEqual({ problems: [], left: [] }); // prettier-ignore
  const isClean = () => events.some(({ event }) => event === 'clean');
  expect((await until(isClean, { timeoutMs: 10_000, what: 'clean' })).met).toBe(true);
  expect(canary.latest().filter(({ sentMs, outcome }) => sentMs < 500 && outcome !== 'answered')).toEqual([]);
  expect(momentOf(events, 'felt')).toBeLessThan(2100);
  expect(momentOf(events, 'clean')).toBeGreaterThan(2099);
});
