import http from 'node:http';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineTarget } from '../../src/define/target.ts';
import { gatewaysOf, type Gateways } from '../../src/gateway/gateways.ts';
import { checkTarget, type CheckedTarget } from '../../src/inputs/check-target.ts';
import { Problems } from '../../src/inputs/problems.ts';
import type { Plan, PlannedFault } from '../../src/model/plan.ts';
import { edgeMaker } from '../../src/run/add-edge.ts';
import { breakablesOf } from '../../src/run/breakables.ts';
import { startTarget, type RunningTarget } from '../../src/target/start-target.ts';
import { startBench, type Bench } from './chaos-kit.ts';
import { askOn, gatewayTo, type Answer } from './gateway-kit.ts';

const program = {
  kind: 'process',
  command: [process.execPath, join(import.meta.dirname, '../fixtures/replicas/service.mjs')],
  ready: '/ready',
} as const;

const definition = defineTarget({
  name: 'replicated',
  services: {
    store: { ...program, env: { PORT: '{port}' } },
    api: { ...program, replicas: 3, env: { PORT: '{port}', STORE_URL: '{store.url}' } },
  },
  edges: ['k6->api', 'api->store'],
});

let bench: Bench;
let gateways: Gateways;
let target: RunningTarget;
const agent = new http.Agent({ keepAlive: true });
let ask: () => Promise<{ readonly status: number; readonly pid: number }>;
let breakableOf: ReturnType<typeof breakablesOf>;

beforeAll(async () => {
  bench = await startBench();
  const problems = new Problems();
  const definedAt = `at ${join(import.meta.dirname, 'x.ts')}:1:1`;
  const checked = checkTarget({ ...definition, definedAt }, {}, { allowRemote: false }, problems);
  problems.throwIfAny();
  const folder = (name: string): string => join(bench.folder, name);
  await mkdir(folder('work'));
  gateways = gatewaysOf({
    node: process.execPath,
    logFile: folder('gateway.log'),
    undo: bench.undo,
    onCrash: () => undefined,
  });
  const plan = { faults: [], target: { edges: ['k6->api', 'api->store'] } } as unknown as Plan;
  target = await startTarget({
    target: checked as CheckedTarget,
    runId: 'replicas-test',
    workDir: folder('work'),
    logDir: folder('logs'),
    undo: bench.undo,
    hostEnv: { PATH: process.env['PATH'] ?? '' },
    timeScale: 1,
    node: process.execPath,
    hosts: {},
    filledDisks: new Set(),
    movedClocks: new Set(),
    addEdge: edgeMaker(plan, bench.proxy, gateways, () => Promise.resolve({})),
  });
  breakableOf = breakablesOf({
    proxy: bench.proxy,
    gateways,
    target,
    undo: bench.undo,
    env: {},
    seed: 1,
    places: { cwd: bench.folder, logFile: folder },
  });
  const request = askOn(agent, Number(new URL(target.entry?.url ?? '').port));
  ask = async () => {
    const answer = await request('/', { headers: { 'X-User': 'one' } });
    if (typeof answer === 'string') throw new Error(answer);
    return { status: answer.status, pid: Number(/\d+/.exec(String(answer.body))?.[0]) };
  };
});
afterAll(async () => {
  agent.destroy();
  await target.stop();
  await gateways.stop();
  await bench[Symbol.asyncDispose]();
});

const pidOf = (replica: string): number => target.services.find(({ name }) => name === replica)?.own?.pid() ?? 0;

async function times(count: number): Promise<Awaited<ReturnType<typeof ask>>[]> {
  const answers = [];
  for (let i = 0; i < count; i++) answers.push(await ask());
  return answers;
}

async function readyReplicas(): Promise<boolean[]> {
  const told = await Promise.all(['api-1', 'api-2', 'api-3'].map((name) => gateways.trafficTo(name)));
  return told.flat().map(({ ready }) => ready);
}

test('three copies run, each with edges of its own, and requests go to them in turn', async () => {
  expect(target.services.map(({ name }) => name)).toEqual(['store', 'api-1', 'api-2', 'api-3']);
  expect(target.edges.map(({ name }) => name).sort()).toEqual([
    'api-1->store',
    'api-2->store',
    'api-3->store',
    'k6->api',
  ]);
  const answers = await times(30);
  for (const name of ['api-1', 'api-2', 'api-3']) {
    expect(answers.filter(({ pid }) => pid === pidOf(name))).toHaveLength(10);
    expect(await gateways.trafficTo(name)).toMatchObject([{ edge: 'k6->api', ready: true, unanswered: 0 }]);
  }
});

test('a fault on api->store is on the edges of all replicas, or of some', async () => {
  const fault = { on: 'api->store', action: { kind: 'down' } } satisfies Partial<PlannedFault>;
  const on = async (replicas: readonly number[] | undefined): Promise<number> => {
    const broken = breakableOf({ ...fault, replicas });
    await broken?.prepare('cut', fault.action, 1000);
    await broken?.apply('cut', fault.action, () => undefined);
    try {
      return (await times(9)).filter(({ status }) => status === 503).length;
    } finally {
      await broken?.heal('cut', () => undefined);
    }
  };
  expect(await on([1])).toBe(3);
  expect(await on([2, 3])).toBe(6);
  expect(await on(undefined)).toBe(9);
  expect((await times(9)).every(({ status }) => status === 200)).toBe(true);
});

test('a killed replica shows as 502 until it is left out, and gets requests again when it is back', async () => {
  const broken = breakableOf({ on: 'api', action: { kind: 'kill', restart: true }, replicas: [2] });
  await broken?.prepare('dead', { kind: 'kill', restart: true }, 1000);
  let unanswered = 0;
  const isOut = new AbortController();
  const asking = (async () => {
    while (!isOut.signal.aborted) unanswered += (await times(3)).filter(({ status }) => status === 502).length;
  })();
  await broken?.apply('dead', { kind: 'kill', restart: true }, () => undefined);
  await expect.poll(async () => (await readyReplicas()).join()).toBe('true,false,true');
  isOut.abort();
  await asking;
  expect(unanswered).toBeGreaterThan(0);
  const without = await times(10);
  expect(without.every(({ status }) => status === 200)).toBe(true);
  expect(new Set(without.map(({ pid }) => pid))).toEqual(new Set([pidOf('api-1'), pidOf('api-3')]));
  await broken?.heal('dead', () => undefined);
  await expect.poll(readyReplicas).toEqual([true, true, true]);
  expect((await times(9)).filter(({ pid }) => pid === pidOf('api-2'))).toHaveLength(3);
  const [traffic] = await gateways.trafficTo('api-2');
  expect(traffic?.unanswered).toBe(unanswered);
});

test('a fault of one replica is met by the requests that were handed to it, and one of all by those on the way there', async () => {
  const meeting = (replicas?: readonly number[]) => {
    const fault = { on: 'api', action: { kind: 'pause' }, replicas } as const;
    return breakableOf(fault)?.meets?.(fault.action);
  };
  const second = meeting([2]);
  if (second === undefined || !('requests' in second)) throw new Error('its requests are not counted');
  const before = await second.requests();
  await times(9);
  expect((await second.requests()) - before).toBe(3);
  const { port } = target.edges.find(({ name }) => name === 'k6->api')!;
  expect(meeting()).toMatchObject({ ways: [{ port }], which: 'used' });
  expect(meeting([1, 2, 3])).toMatchObject({ ways: [{ port }] });
  const edges = { on: 'api->store', action: { kind: 'down' }, replicas: [1, 3] } as const;
  expect(breakableOf(edges)?.meets?.(edges.action)).toMatchObject({ ways: [{}, {}], which: 'cut' });
});

test('none ready is told as 503; affinity keeps a header, a cookie or a connection with its replica', async () => {
  const services = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      const server = http.createServer((_request, response) => response.end(name));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { server, port: (server.address() as { port: number }).port };
    }),
  );
  const ports = services.map(({ port }) => port);
  const saidTo = async (affinity: Parameters<typeof gatewayTo>[2], headers: http.OutgoingHttpHeaders) => {
    await using gateway = await gatewayTo(bench, ports, affinity);
    const one = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const request = askOn(one, gateway.port);
    const said = new Set<string>();
    for (let i = 0; i < 6; i++) said.add(String(((await request('/', { headers })) as Answer).body));
    one.destroy();
    return said.size;
  };
  expect(await saidTo({ affinity: { header: 'X-User' } }, { 'x-user': 'seven' })).toBe(1);
  expect(await saidTo({ affinity: { header: 'X-User' } }, {})).toBe(3);
  expect(await saidTo({ affinity: { cookie: 'session' } }, { cookie: 'a=1; session=x' })).toBe(1);
  expect(await saidTo({ affinity: 'connection' }, {})).toBe(1);

  await using gateway = await gatewayTo(bench, ports, { ready: '/ready' });
  for (const { server } of services) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await expect.poll(async () => (await gateway.traffic()).some(({ ready }) => ready)).toBe(false);
  const answer = (await askOn(agent, gateway.port)('/')) as Answer;
  expect([answer.status, String(answer.body)]).toEqual([503, 'no replica of api is ready']);
});
