import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Edge } from '../src/chaos/edge.ts';
import { startFaultProxy, type FaultProxy } from '../src/chaos/fault-proxy.ts';
import type { NetworkAction } from '../src/model/faults/network.ts';
import { sleep } from '../src/system/clock.ts';
import { openUndoLog } from '../src/undo/undo-log.ts';
import { timeEdges } from './fault-edges.ts';
import { residentBytes } from './process-stat.ts';
import type { Figure } from './result.ts';
import { startServer } from './server.ts';
import { estimate } from './statistics.ts';
import { root, type BenchTools } from './tools.ts';

/** How exactly faults of edges begin and end, what healing withstands, and what an edge without faults costs. */
export async function faults(tools: BenchTools, n: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
  const undo = await openUndoLog({ runId: 'bench', journalFile: join(folder, 'journal.ndjson') });
  const logFile = join(folder, 'toxiproxy.log');
  const proxy = await startFaultProxy({ binary: tools.toxiproxy, undo, logFile, runId: 'bench' });
  try {
    return [...(await edges(tools, proxy, n)), ...(await healing(proxy, n)), ...(await idle(proxy, n))];
  } finally {
    await proxy.stop();
    await undo[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }
}

async function edges(tools: BenchTools, proxy: FaultProxy, n: number): Promise<Figure[]> {
  using server = await startServer(tools.server);
  const edge = await proxy.addEdge({ name: 'k6->timed', upstream: new URL(server.url).host });
  const { felt, clean } = await timeEdges(edge, tools.stockK6, 4 * n);
  return [...share('from planned to felt', felt), ...share('from healing asked for to clean', clean)];
}

/** Median and p99 against the goals for faults of edges. */
function share(what: string, values: readonly number[]): Figure[] {
  const sorted = [...values].sort((a, b) => a - b);
  const p99 = sorted[Math.ceil(0.99 * sorted.length) - 1] ?? NaN;
  const value = estimate(values);
  return [
    { what: `${what}, median`, unit: 'ms', value, goal: 'at most 20', met: value.median <= 20 },
    { what: `${what}, p99`, unit: 'ms', value: p99, goal: 'at most 100', met: p99 <= 100 },
  ];
}

const slow: NetworkAction = { kind: 'latency', delayMs: 1000, jitterMs: 0, direction: 'downstream' };

/** Latency of 1 s on and off under clients that abort bodies of 200 KB: what wedges Toxiproxy. */
async function healing(proxy: FaultProxy, n: number): Promise<Figure[]> {
  const body = Buffer.alloc(200_000, 'x');
  await using service = await listen(http.createServer((_request, response) => response.end(body)));
  const edge = await proxy.addEdge({ name: 'k6->worst', upstream: service.address });
  const url = `http://${edge.host}:${edge.port}/`;
  const clients = spawn(process.execPath, [join(root, 'bench/children/abort.mjs'), url, '40'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const took: number[] = [];
  let escalated = 0;
  let mostBytes = 0;
  for (let i = 0; i < Math.round((200 * n) / 12); i++) {
    await edge.apply('slow', slow, () => undefined);
    await sleep(450);
    mostBytes = Math.max(mostBytes, residentBytes(edge.toxiproxy.pid));
    const started = performance.now();
    await edge.heal('slow', () => escalated++);
    took.push(performance.now() - started);
    await sleep(100);
  }
  clients.stdin.end();
  await once(clients, 'exit');
  const longest = Math.max(...took);
  const [times, least] = [took.length, mostBytes / 1e6];
  return [
    { what: `healing under aborted answers of 200 KB, longest of ${times}`, unit: 'ms', value: longest, goal: 'at most 1,000', met: longest <= 1000 }, // prettier-ignore
    { what: 'of those, by another Toxiproxy', value: escalated },
    {
      what: 'memory of Toxiproxy meanwhile, at most',
      unit: 'MB',
      value: least,
      goal: 'at most 500',
      met: least <= 500,
    },
  ];
}

/** What an edge costs on which nothing is broken. */
async function idle(proxy: FaultProxy, n: number): Promise<Figure[]> {
  await using service = await listen(createServer((socket) => socket.on('error', () => undefined).pipe(socket)));
  const edge = await proxy.addEdge({ name: 'k6->idle', upstream: service.address });
  const added: number[] = [];
  const rates: number[] = [];
  for (let i = 0; i < Math.max(n, 6); i++) {
    added.push((await roundTripUs(edge)) - (await roundTripUs(service)));
    rates.push((await megabytesPerSecond(edge)) / (await megabytesPerSecond(service)));
  }
  return [
    { what: 'round trip of 1 byte, added by an edge', unit: 'µs', value: estimate(added) },
    { what: 'throughput of one connection, through an edge / without', value: estimate(rates) },
  ];
}

async function roundTripUs({ port }: Pick<Edge, 'port'>): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const times: number[] = [];
  for (let i = 0; i < 500; i++) {
    const started = performance.now();
    socket.write('.');
    await once(socket, 'data');
    times.push((performance.now() - started) * 1000);
  }
  socket.destroy();
  return times.sort((a, b) => a - b)[250] ?? NaN;
}

async function megabytesPerSecond({ port }: Pick<Edge, 'port'>): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  const bytes = 50_000_000;
  const started = performance.now();
  socket.write(Buffer.alloc(bytes));
  let heard = 0;
  await new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      heard += data.length;
      if (heard >= bytes) resolve();
    });
  });
  socket.destroy();
  return bytes / 1e3 / (performance.now() - started);
}

interface Listening extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
}

async function listen(server: Server): Promise<Listening> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      if (server instanceof http.Server) server.closeAllConnections();
      await closed;
    },
  };
}
