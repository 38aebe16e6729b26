import { expect, test } from 'vitest';
import type { Edge } from '../../src/chaos/edge.ts';
import { ephemeralPorts } from '../../src/chaos/ephemeral-ports.ts';
import { ToxiproxyCallFailed, toxiproxyClient, type ProxyReply } from '../../src/chaos/toxiproxy-client.ts';
import { candidatePorts } from '../../src/system/ports.ts';
import { openEntries, readJournal } from '../../src/undo/journal.ts';
import { connectEcho, startBench, startEcho, startHttp } from './chaos-kit.ts';

/** A port that is taken first, then free ones. */
function after(taken: number): () => Iterable<number> {
  return function* () {
    yield taken;
    yield* candidatePorts();
  };
}

/** What a Toxiproxy has, by its own account. */
function proxiesOf({ toxiproxy }: Edge): Promise<Record<string, ProxyReply>> {
  return toxiproxyClient(toxiproxy.apiUrl).proxies(5_000);
}

test('the API port is held by another Toxiproxy: ours takes the next and the other is left alone', async () => {
  await using service = await startEcho();
  await using other = await startBench();
  const theirs = await other.proxy.addEdge({ name: 'a->b', upstream: service.address });
  await using bench = await startBench({ ports: after(Number(new URL(theirs.toxiproxy.apiUrl).port)) });
  const ours = await bench.proxy.addEdge({ name: 'b->c', upstream: service.address });
  expect(ours.toxiproxy.apiUrl).not.toBe(theirs.toxiproxy.apiUrl);
  expect(Object.keys(await proxiesOf(theirs))).toEqual(['chaos-test_a-to-b']);
});

test.each([
  ['speaks HTTP', startHttp],
  ['speaks anything else', startEcho],
])('ports are taken by something that %s: the next are tried, and nothing is left behind', async (_name, start) => {
  await using service = await startEcho();
  await using taken = await start();
  await using bench = await startBench({ ports: after(taken.port) });
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address });
  expect(edge.port).not.toBe(taken.port);
  expect(edge.toxiproxy.apiUrl).not.toMatch(`:${taken.port}`);
  expect(await (await connectEcho(edge.port)).ping()).toBeTypeOf('number');
  expect(Object.values(await proxiesOf(edge))).toMatchObject([{ listen: `127.0.0.1:${edge.port}` }]);
});

test('a fixed port is used, and one that is taken is an error that says which', async () => {
  await using service = await startEcho();
  await using bench = await startBench();
  const [port = 0] = candidatePorts();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: service.address, listenPort: port });
  expect(edge.port).toBe(port);
  await expect(
    bench.proxy.addEdge({ name: 'b->c', upstream: service.address, listenPort: port }),
  ).rejects.toMatchObject({
    code: 'edge-port-taken',
    exitCode: 7,
    message: expect.stringContaining(`port ${port}`) as string,
  });
  expect([...bench.proxy.edges.keys()]).toEqual(['a->b']);
});

test('a fixed port that an outgoing connection could take while the edge is down is refused', async () => {
  await using bench = await startBench();
  const { last } = await ephemeralPorts();
  await expect(bench.proxy.addEdge({ name: 'a->b', upstream: '127.0.0.1:1', listenPort: last })).rejects.toMatchObject({
    code: 'edge-port-ephemeral',
    exitCode: 2,
  });
});

test.each([
  ['a program that ends', '/bin/false', 'toxiproxy-not-ready', 'ended with exit code 1'],
  ['a program that is not there', '/nonexistent/toxiproxy', 'toxiproxy-missing', '/nonexistent/toxiproxy'],
])('%s instead of Toxiproxy is an error of the environment', async (_name, binary, code, why) => {
  const start = async (): Promise<void> => {
    await using bench = await startBench({ binary });
    await bench.proxy.addEdge({ name: 'a->b', upstream: '127.0.0.1:1' });
  };
  await expect(start()).rejects.toMatchObject({
    ...{ code, exitCode: 7 },
    message: expect.stringContaining(why) as string,
  });
});

test("a refused call keeps the server's status and words", async () => {
  await using bench = await startBench();
  const edge = await bench.proxy.addEdge({ name: 'a->b', upstream: '127.0.0.1:1' });
  const client = toxiproxyClient(edge.toxiproxy.apiUrl);
  const call = client.createProxy({ name: 'x', listen: '127.0.0.1:1', upstream: '', enabled: true }, 5_000);
  await expect(call).rejects.toBeInstanceOf(ToxiproxyCallFailed);
  await expect(call).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/400 .*upstream/) as string });
  await expect(toxiproxyClient('http://127.0.0.1:1').version(5_000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('when it stops, nothing listens and nothing is left in the journal', async () => {
  await using service = await startEcho();
  await using bench = await startBench();
  const made = await Promise.all(
    ['a->b', 'b->c'].map((name) => bench.proxy.addEdge({ name, upstream: service.address })),
  );
  const crashes: string[] = [];
  bench.proxy.onCrash((what) => crashes.push(what));
  await bench.proxy.stop();
  for (const { port } of made) await expect(connectEcho(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(openEntries(await readJournal(bench.undo.journalFile))).toEqual([]);
  expect(crashes).toEqual([]);
});
