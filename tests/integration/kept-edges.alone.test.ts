import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepUp, type EdgeToKeep } from '../../src/chaos/kept/keep-up.ts';
import { KeptEdges, stateOf } from '../../src/chaos/kept/kept-edges.ts';
import { lostEdges } from '../../src/chaos/kept/lost-edges.ts';
import { endKept, takeDown } from '../../src/chaos/kept/take-down.ts';
import { takeOver } from '../../src/chaos/kept/take-over.ts';
import { toxiproxyClient } from '../../src/chaos/toxiproxy-client.ts';
import { makeTempDir } from '../../src/system/files.ts';
import { startBench, startEcho, toxiproxy, type Bench, type Service } from './chaos-kit.ts';

let folder = '';
let store: KeptEdges;
let bench: Bench;
let service: Service;
let wanted: EdgeToKeep;
beforeEach(async () => {
  folder = makeTempDir('kept-edges');
  store = new KeptEdges(folder);
  [bench, service] = [await startBench(), await startEcho()];
  wanted = { target: 'target.ts#mine', edge: 'api->db', upstream: service.address, port: null };
});
afterEach(async () => {
  await bench[Symbol.asyncDispose](); // and with it the locks of its run
  for (const kept of await store.all()) await takeDown(kept, store);
  await service[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
const open = async () => (await keepUp(wanted, store, toxiproxy.path)).kept;
const notes: string[] = [];
const over = () => takeOver(wanted, { store, undo: bench.undo, note: (text) => notes.push(text) });

test('a port is remembered, and one that is open already stays', async () => {
  const first = await open();
  expect(await keepUp(wanted, store, toxiproxy.path)).toEqual({ kept: first, isNew: false });
  await takeDown(first, store);
  const [down] = await store.all();
  expect(down === undefined ? undefined : stateOf(down)).toBe('down');
  const second = await open();
  expect(second.port).toBe(first.port);
  expect(second.up?.pid).not.toBe(first.up?.pid);
});

test('a run listens in its place, and gives it back when it is undone', async () => {
  const { port, up } = await open();
  const client = toxiproxyClient(up?.apiUrl ?? '');
  const { proxy, undo } = bench;
  const edge = await proxy.addEdge({ name: 'api->db', upstream: service.address, ...(await over()) });
  expect(edge.port).toBe(port);
  expect((await client.readback(up?.proxy ?? '', 5_000)).enabled).toBe(false);
  await edge.apply('hang', { kind: 'black-hole', direction: 'both' }, () => undefined);
  const [kept] = await store.all();
  await expect(takeDown(kept!, store)).rejects.toMatchObject({ code: 'edge-in-use' });
  expect(await undo.undoAll()).toEqual([]);
  expect(await client.readback(up?.proxy ?? '', 5_000)).toMatchObject({ enabled: true, toxics: [] });
});

test('what is not as it was left is not taken over', async () => {
  const { up } = await open();
  const client = toxiproxyClient(up?.apiUrl ?? '');
  const toxic = { name: 'mine', type: 'latency', stream: 'upstream', attributes: { latency: 5, jitter: 0 } } as const;
  await client.addToxic(up?.proxy ?? '', toxic, 5_000);
  await expect(over()).rejects.toThrow('toxics are on it that no run put there: mine (latency)');
  expect((await client.readback(up?.proxy ?? '', 5_000)).toxics).toHaveLength(1);
});

test('one that leads elsewhere than the target says by now is refused', async () => {
  const { port } = await open();
  wanted = { ...wanted, upstream: '127.0.0.1:9' };
  const other = `the edge api->db is kept open from port ${port} to ${service.address}, not ${port} to 127.0.0.1:9`;
  await expect(open()).rejects.toThrow(other);
  await expect(over()).rejects.toThrow(other);
});

test('a port that somebody has is told, and nothing is left', async () => {
  wanted = { ...wanted, port: await takenPort() };
  await expect(open()).rejects.toMatchObject({ code: 'edge-port-taken' });
  expect((await store.all()).map(stateOf)).toEqual(['down']);
});

test('one whose Toxiproxy has ended is told, and its port is still the one', async () => {
  const { port, up } = await open();
  process.kill(up?.pid ?? 0, 'SIGKILL');
  await expect.poll(async () => (await store.all()).map(stateOf)).toEqual(['ended']);
  expect(await over()).toEqual({ listenPort: port });
  expect(notes.at(-1)).toContain('has ended');
});

test.runIf(process.platform === 'linux')('one whose record was deleted is found by its process', async () => {
  const { marker, up } = await open();
  expect(await lostEdges(store)).toEqual([]);
  await rm(store.folder, { recursive: true });
  const lost = await lostEdges(store);
  expect(lost).toEqual([{ edge: 'api->db', marker, apiUrl: up?.apiUrl, pid: up?.pid }]);
  // It is lost to everybody: nobody's record is where it says.
  expect(await lostEdges(new KeptEdges(join(folder, 'other')))).toEqual(lost);
  await endKept({ edge: 'api->db', marker, up: null });
  expect(await lostEdges(store)).toEqual([]);
});

/** A port below the ephemeral ones that an edge of the bench listens on. */
async function takenPort(): Promise<number> {
  return (await bench.proxy.addEdge({ name: 'other', upstream: service.address })).port;
}
