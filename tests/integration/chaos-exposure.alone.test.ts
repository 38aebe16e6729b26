import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Edge } from '../../src/chaos/edge.ts';
import type { NetworkAction } from '../../src/model/faults/network.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { FaultEvent } from '../../src/model/record.ts';
import { playAndWatch } from '../../src/run/play-and-watch.ts';
import { now } from '../../src/system/clock.ts';
import { startBench, startHttp, type Bench, type Service } from './chaos-kit.ts';

let bench: Bench;
let service: Service;
let edge: Edge;

beforeAll(async () => {
  bench = await startBench();
  service = await startHttp();
  edge = await bench.proxy.addEdge({ name: 'api->db', upstream: service.address });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

interface Load {
  readonly kept: number;
  readonly anew: number;
  readonly idle: number;
}

/** Clients that ask again and again, on kept connections or on one for each request; and some that only stay connected. */
function load({ kept, anew, idle }: Load): () => void {
  const agents = Array.from({ length: kept + idle }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }));
  let running = true;
  const ask = (agent: http.Agent | false, again: boolean): void => {
    if (!running) return;
    const call = http.get({ host: '127.0.0.1', port: edge.port, agent, timeout: 1000 }, (answer) => answer.resume());
    call.on('timeout', () => call.destroy());
    call.on('error', () => undefined);
    if (again) call.on('close', () => setTimeout(() => ask(agent, true), 20));
  };
  agents.forEach((agent, i) => ask(agent, i < kept));
  for (let i = 0; i < anew; i++) ask(false, true);
  return () => {
    running = false;
    for (const agent of agents) agent.destroy();
  };
}

/** Connections of the load that met the fault, probed as in a run; undefined: that is not told. */
async function exposedTo(action: NetworkAction, by: Partial<Load>, startMs = 1500): Promise<number | null | undefined> {
  const stop = load({ kept: 0, anew: 0, idle: 0, ...by });
  const fault = { id: 'f', on: edge.name, startMs, endMs: startMs + 800, action };
  const events: FaultEvent[] = [];
  const playing = playAndWatch({
    plan: { faults: [fault] } as unknown as Plan,
    breakableOf: () => edge,
    places: [{ ...edge, protocol: { kind: 'http', path: '/', authority: undefined } }],
    t0: now(),
    over: new AbortController().signal,
    onProbe: () => undefined,
    onEvent: (event) => events.push(event),
  });
  const { problems, left } = await playing.end(new AbortController().signal);
  stop();
  expect([...problems, ...left]).toEqual([]);
  const exposed = events.filter(({ event }) => event === 'exposed');
  expect(exposed.length).toBeLessThanOrEqual(1);
  return exposed[0]?.exposure?.connections;
}

const slow: NetworkAction = { kind: 'latency', delayMs: 100, jitterMs: 0, direction: 'downstream' };

test('those that carry data are counted; probes and those that are idle are not', async () => {
  expect(await exposedTo(slow, { kept: 3, idle: 2 })).toBe(3);
});

test('nobody is nobody, however often it is probed', async () => {
  expect(await exposedTo(slow, {})).toBe(0);
});

test.each<[NetworkAction]>([[{ kind: 'down' }], [{ kind: 'reset', direction: 'both' }]])(
  'those that are there are met by what cuts them: %o',
  async (action) => {
    expect(await exposedTo(action, { kept: 3, idle: 2 })).toBeGreaterThanOrEqual(5);
  },
);

test('nobody is there to be cut', async () => {
  expect(await exposedTo({ kind: 'down' }, {})).toBe(0);
});

test('who was opened before the load, and never used, is not cut by anything that matters', async () => {
  const sockets = [1, 2].map(() => connect(edge.port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  expect(await exposedTo({ kind: 'down' }, {})).toBe(0);
});

test('a cut at the very beginning, before anybody could be seen, does not tell that nobody was there', async () => {
  // Without what the tests before have left in the kernel.
  edge = await bench.proxy.addEdge({ name: 'api->new', upstream: service.address });
  expect(await exposedTo({ kind: 'down' }, {}, 0)).toBeUndefined();
});

test.each<[NetworkAction]>([
  [slow],
  [{ kind: 'black-hole', direction: 'both' }],
  [{ kind: 'bandwidth', bytesPerSecond: 1_000_000, direction: 'both' }],
  [{ kind: 'down' }],
])('connections for one request each are met as well: %o', async (action) => {
  expect(await exposedTo(action, { anew: 2 })).toBeGreaterThanOrEqual(2);
});
