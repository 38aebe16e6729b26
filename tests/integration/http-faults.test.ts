import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { httpEdgeOf } from '../../src/chaos/http-edge.ts';
import type { RunningGateway } from '../../src/gateway/start-gateway.ts';
import type { HttpAction, RequestMatch } from '../../src/model/faults/http.ts';
import { until } from '../../src/system/clock.ts';
import { startBench, type Bench } from './chaos-kit.ts';
import { askOn, gatewayTo, type Answer } from './gateway-kit.ts';

const all: RequestMatch = { methods: [], path: null, headers: {}, share: 1 };
const json = JSON.stringify({ products: Array.from({ length: 400 }, (_, i) => ({ id: i, name: `product ${i}` })) });

/** What the service saw. */
const seen: { method: string; url: string; body: string; headers: readonly string[] }[] = [];
let endDrip = (): unknown => undefined;
const service = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method = '', url = '', rawHeaders } = request;
    seen.push({ method, url, body: Buffer.concat(chunks).toString(), headers: rawHeaders });
    if (url === '/chunked') {
      response.write(json.slice(0, 5000));
      response.end(json.slice(5000));
    } else if (url === '/drip') {
      response.write('first');
      endDrip = () => response.end('last');
    } else if (url === '/gzip') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(json));
    } else if (url === '/nothing') {
      response.writeHead(204).end();
    } else {
      response.writeHead(200, 'Fine', [
        ['X-Case', 'Kept'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Content-Length', String(json.length)],
      ]);
      response.end(json);
    }
  });
});

let bench: Bench;
let gateway: RunningGateway & AsyncDisposable;
const agent = new http.Agent({ keepAlive: true });
let ask: ReturnType<typeof askOn>;
let direct: ReturnType<typeof askOn>;

beforeAll(async () => {
  bench = await startBench();
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  gateway = await gatewayTo(bench, [port]);
  ask = askOn(agent, gateway.port);
  direct = askOn(agent, port);
});
afterAll(async () => {
  agent.destroy();
  await gateway[Symbol.asyncDispose]();
  service.closeAllConnections();
  service.close();
  await bench[Symbol.asyncDispose]();
});
beforeEach(() => void seen.splice(0));

async function answerTo(path: string, options?: Parameters<typeof ask>[1]): Promise<Answer> {
  const answer = await ask(path, options);
  if (typeof answer === 'string') throw new Error(`no answer: ${answer}`);
  return answer;
}

let faults = 0;

/** Runs `during` while the fault is on; gives how many requests met it. Afterwards all is as before. */
async function withFault(action: HttpAction, during: () => Promise<void>): Promise<number> {
  const fault = `f${faults++}`;
  await gateway.apply(fault, action, 42);
  try {
    await during();
  } finally {
    await gateway.heal(fault);
  }
  const after = await answerTo('/after');
  expect([after.status, after.whole, String(after.body)]).toEqual([200, true, json]);
  return (await gateway.heal(fault)).requests;
}

/** Without those about the connection, and the time. */
function ownHeaders(raw: readonly string[]): string[] {
  return raw.filter((_, i) => !/^(connection|keep-alive|date)$/i.test(raw[i - (i % 2)] ?? ''));
}

test('without faults a request and its answer pass as they are', async () => {
  const options = {
    method: 'POST',
    body: 'order',
    headers: { Host: 'shop.test:8443', 'X-Odd-CASE': '1', 'Content-Length': 5 },
  };
  const [through, past] = [
    await answerTo('/orders?page=2', options),
    (await direct('/orders?page=2', options)) as Answer,
  ];
  expect(ownHeaders(seen[0]!.headers)).toEqual(ownHeaders(seen[1]!.headers));
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/orders?page=2', body: 'order' });
  expect(through.status).toBe(past.status);
  expect(ownHeaders(through.rawHeaders)).toEqual(ownHeaders(past.rawHeaders));
  expect(through.rawHeaders.join()).not.toMatch(/connection|keep-alive/i);
  expect(String(through.body)).toBe(String(past.body));
});

test('an answer streams: its first piece is there before its last', async () => {
  const [reply] = (await once(http.get({ port: gateway.port, path: '/drip', agent }), 'response')) as [
    http.IncomingMessage,
  ];
  const pieces: string[] = [];
  for await (const piece of reply) {
    if (pieces.length === 0) endDrip();
    pieces.push(String(piece));
  }
  expect(pieces).toEqual(['first', 'last']);
});

test('a request that waits for 100 Continue gets it, and answers without a body end', async () => {
  const call = http.request({
    port: gateway.port,
    method: 'POST',
    agent,
    headers: { Expect: '100-continue', 'Content-Length': 4 },
  });
  const answered = new Promise<number | undefined>((resolve) =>
    call.on('response', (reply) => resolve(reply.resume().statusCode)),
  );
  call.on('continue', () => call.end('late'));
  expect(await answered).toBe(200);
  expect(seen[0]?.body).toBe('late');
  expect((await answerTo('/nothing')).status).toBe(204);
  expect((await answerTo('/', { method: 'HEAD' })).headers['content-length']).toBe(String(json.length));
});

test('a WebSocket passes', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(`echo ${data.toString()}`)));
  await using through = await gatewayTo(bench, [(server.address() as AddressInfo).port]);
  const socket = new WebSocket(`ws://127.0.0.1:${through.port}/chat`);
  const heard = new Promise((resolve) => socket.on('message', (data: Buffer) => resolve(data.toString())));
  socket.on('open', () => socket.send('hello'));
  expect(await heard).toBe('echo hello');
  socket.terminate();
  server.close();
});

test('httpError: exactly the share that was asked for, of what fits, and the service is not asked', async () => {
  const match = { ...all, methods: ['POST'], path: '/orders/{id}', share: 0.1 };
  const statuses: number[] = [];
  const count = await withFault({ kind: 'http-error', match, status: 429, retryAfterS: 2, body: 'later' }, async () => {
    for (let i = 0; i < 200; i++) {
      const answer = await answerTo(`/orders/${i}`, { method: 'POST', body: '{}' });
      statuses.push(answer.status);
      if (answer.status !== 429) continue;
      expect([answer.headers['retry-after'], String(answer.body)]).toEqual(['2', 'later']);
    }
    for (const [path, method] of [
      ['/orders/1', 'GET'],
      ['/orders/1/items', 'POST'],
      ['/products', 'POST'],
    ] as const)
      expect((await answerTo(path, { method })).status).toBe(200);
  });
  expect(
    [statuses.slice(0, 100), statuses.slice(100)].map((part) => part.filter((each) => each === 429).length),
  ).toEqual([10, 10]);
  expect(count).toBe(20);
  expect(seen.filter(({ method, url }) => method === 'POST' && /^\/orders\/\d+$/.test(url))).toHaveLength(180);
});

test('the same seed chooses the same requests, another one others', async () => {
  const chosen = async (fault: string, seed: number): Promise<string> => {
    await gateway.apply(
      fault,
      { kind: 'http-error', match: { ...all, share: 0.3 }, status: 500, retryAfterS: null, body: '' },
      seed,
    );
    let order = '';
    for (let i = 0; i < 100; i++) order += (await answerTo('/')).status === 500 ? 'x' : '.';
    await gateway.heal(fault);
    return order;
  };
  const [one, again, other] = [await chosen('a', 1), await chosen('b', 1), await chosen('c', 2)];
  expect(one).toBe(again);
  expect(one).not.toBe(other);
});

test('delayHeaders: the head comes late, and healing lets go what waits', async () => {
  let waiting: Promise<Answer> | undefined;
  await withFault({ kind: 'delay-headers', match: all, delayMs: 150 }, async () => {
    const headMs = async (): Promise<number> => (await answerTo('/')).headMs;
    expect(await headMs()).toBeGreaterThanOrEqual(149);
    await expect.poll(headMs).toBeLessThan(300);
  });
  await withFault({ kind: 'delay-headers', match: all, delayMs: 60_000 }, async () => {
    seen.splice(0);
    waiting = answerTo('/');
    await until(() => seen.length === 1, { timeoutMs: 10_000, everyMs: 2, what: 'the request to arrive' });
  });
  expect((await waiting!).tookMs).toBeLessThan(30_000);
});

test('slowBody: the head comes in time, and the body at its rate', async () => {
  await withFault({ kind: 'slow-body', match: all, bytesPerSecond: 50_000 }, async () => {
    for (const path of ['/', '/chunked']) {
      const { tookMs, body, whole } = await answerTo(path);
      expect([String(body), whole]).toEqual([json, true]);
      const sentIn = (ms: number): number => (ms / 1000) * 50_000;
      expect(sentIn(tookMs)).toBeGreaterThan(json.length * 0.9);
      const isInTime = (answer: Answer): boolean =>
        answer.headMs < 100 && sentIn(answer.tookMs - answer.headMs) < json.length * 1.3 + 2500;
      await expect.poll(() => answerTo(path)).toSatisfy(isInTime);
    }
  });
});

test.each(['/', '/chunked'])('truncateBody of %s: what was promised does not come', async (path) => {
  const count = await withFault({ kind: 'truncate-body', match: all, afterBytes: 6000 }, async () => {
    const { status, body, whole } = await answerTo(path);
    expect([status, body.length, whole]).toEqual([200, 6000, false]);
  });
  await withFault({ kind: 'truncate-body', match: all, afterBytes: 1e6 }, async () => {
    const { body, whole } = await answerTo(path);
    expect(whole).toBe(false);
    if (path === '/') expect(body.length).toBe(json.length - 1);
    expect((await answerTo('/nothing')).status).toBe(204);
  });
  expect(count).toBe(1);
});

test('malformBody: no JSON, or other bytes, of the right length', async () => {
  await withFault({ kind: 'malform-body', match: all, how: 'json' }, async () => {
    const { body, whole } = await answerTo('/chunked');
    expect([body.length, whole]).toEqual([json.length, true]);
    expect(() => JSON.parse(String(body)) as unknown).toThrow();
  });
  await withFault({ kind: 'malform-body', match: all, how: 'bytes' }, async () => {
    const { body } = await answerTo('/chunked');
    const wrong = [...body].flatMap((byte, i) => (byte === json.charCodeAt(i) ? [] : [i]));
    expect(body.length).toBe(json.length);
    expect(wrong).toEqual(Array.from({ length: Math.ceil(json.length / 100) }, (_, i) => i * 100));
  });
});

test('loseReply: the service did the work, and nobody hears of it', async () => {
  const count = await withFault({ kind: 'lose-reply', match: { ...all, methods: ['POST'] } }, async () => {
    expect(await ask('/orders', { method: 'POST', body: '{"id":7}' })).toMatch(/ECONNRESET/);
  });
  expect(seen[0]).toMatchObject({ url: '/orders', body: '{"id":7}' });
  expect(count).toBe(1);
});

test('dropRequest: the connection is closed, and the service knows nothing', async () => {
  await withFault({ kind: 'drop-request', match: { ...all, headers: { 'x-tenant': 'a*' } } }, async () => {
    expect(await ask('/orders', { method: 'POST', body: '{}', headers: { 'X-Tenant': 'acme' } })).toMatch(/ECONNRESET/);
    expect(seen).toEqual([]);
    expect((await answerTo('/orders', { headers: { 'X-Tenant': 'b' } })).status).toBe(200);
  });
});

test('a fault is felt when the first request meets it, clean when it is healed; canaries do not meet it', async () => {
  const edge = httpEdgeOf(gateway, 1);
  const events: [string, string, number][] = [];
  let exposed: number | null = null;
  edge.onSeen?.((fault, what, at) => events.push([fault, what, at]));
  edge.onExposed?.((_fault, { requests }) => (exposed = requests));
  const action: HttpAction = { kind: 'http-error', match: all, status: 503, retryAfterS: null, body: '' };
  await edge.apply('own', action, () => undefined);
  expect((await answerTo('/', { headers: { 'User-Agent': 'proofload-canary' } })).status).toBe(200);
  expect(events).toEqual([]);
  const sent = Date.now();
  expect((await answerTo('/')).status).toBe(503);
  const answered = Date.now();
  for (let i = 0; i < 2; i++) expect((await answerTo('/')).status).toBe(503);
  const escalations: string[] = [];
  await edge.heal('own', (what) => escalations.push(what));
  expect(escalations).toEqual([]);
  expect(events.map(([fault, what]) => `${fault} ${what}`)).toEqual(['own felt', 'own clean']);
  expect(events[0]![2]).toBeGreaterThan(sent - 50);
  expect(events[0]![2]).toBeLessThan(answered + 50);
  expect(exposed).toBe(3);
});

test('killed, the gateway is told of, its fault is over, and the edge is refused', async () => {
  const crashes: string[] = [];
  const { port } = service.address() as AddressInfo;
  await using doomed = await gatewayTo(bench, [port], { onCrash: (what) => crashes.push(what) });
  const edge = httpEdgeOf(doomed, 1);
  await edge.apply('f', { kind: 'lose-reply', match: all }, () => undefined);
  process.kill(doomed.pid, 'SIGKILL');
  const told = await until(() => crashes.length > 0, { timeoutMs: 15_000, what: 'the crash to be told' });
  expect(told.met).toBe(true);
  expect(crashes[0]).toContain('gateway of k6->api ended with SIGKILL');
  const escalations: string[] = [];
  await edge.heal('f', (what) => escalations.push(what));
  expect(escalations).toHaveLength(1);
  await expect(
    new Promise((resolve, reject) => connect(doomed.port, '127.0.0.1').on('connect', resolve).on('error', reject)),
  ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a gateway that hangs is killed to end its fault', async () => {
  const crashes: string[] = [];
  const { port } = service.address() as AddressInfo;
  await using doomed = await gatewayTo(bench, [port], { onCrash: (what) => crashes.push(what) });
  const edge = httpEdgeOf(doomed, 1);
  await edge.apply('f', { kind: 'lose-reply', match: all }, () => undefined);
  process.kill(doomed.pid, 'SIGSTOP');
  const escalations: string[] = [];
  await edge.heal('f', (what) => escalations.push(what));
  expect(escalations[0]).toContain('did not answer within 500 ms');
  await expect.poll(() => crashes).toHaveLength(1);
});
