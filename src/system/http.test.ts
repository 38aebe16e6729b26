import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { request, type RequestFailed } from './http.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const failure = (attempt: Promise<unknown>): Promise<RequestFailed> =>
  attempt.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: unknown) => error as RequestFailed,
  );

test('sends JSON and reads JSON; every status is an answer', async () => {
  const url = await serve((incoming, answer) => {
    incoming.setEncoding('utf8').once('data', (body: string) => {
      answer.writeHead(409, { 'x-seen': String(incoming.headers['content-type']) });
      answer.end(JSON.stringify({ method: incoming.method, body }));
    });
  });
  const answer = await request({ url, method: 'PATCH', body: { a: 'ä' }, timeoutMs: 2_000 });
  expect([answer.status, answer.headers['x-seen']]).toEqual([409, 'application/json']);
  expect(answer.json()).toEqual({ method: 'PATCH', body: '{"a":"ä"}' });
});

test('a server that does not answer in time fails at the deadline', async () => {
  const url = await serve(() => undefined);
  const started = performance.now();
  const error = await failure(request({ url, timeoutMs: 50 }));
  expect([error.name, error.code]).toEqual(['RequestFailed', 'deadline']);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('a process that stands still for longer than the deadline hears the answer all the same', async () => {
  const url = await serve((_, answer) => answer.end('here'));
  const answered = request({ url, timeoutMs: 200 });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  expect((await answered).text).toBe('here');
});

test('the deadline holds for the body too', async () => {
  const url = await serve((_, answer) => void answer.write('begin'));
  expect((await failure(request({ url, timeoutMs: 50 }))).code).toBe('deadline');
});

test('a refused connection keeps its code and its cause', async () => {
  const error = await failure(request({ url: 'http://127.0.0.1:1/x', timeoutMs: 2_000 }));
  expect(error.code).toBe('ECONNREFUSED');
  expect(error.message).toContain('GET http://127.0.0.1:1/x: connect ECONNREFUSED');
  expect(error.cause).toBeInstanceOf(Error);
});

test('an answer that is cut off is a failure, not a short answer', async () => {
  const url = await serve((_, answer) => {
    answer.writeHead(200, { 'content-length': 100 });
    answer.write('half', () => answer.destroy());
  });
  expect((await failure(request({ url, timeoutMs: 2_000 }))).code).toBe('ECONNRESET');
});

test('a request is given up when its signal is aborted', async () => {
  const url = await serve(() => undefined);
  const controller = new AbortController();
  const failed = failure(request({ url, timeoutMs: 60_000, signal: controller.signal }));
  controller.abort();
  expect((await failed).code).toBe('aborted');
});

test('connects elsewhere, and asks for the host of the URL nevertheless', async () => {
  const url = await serve((incoming, answer) => answer.end(incoming.headers.host));
  const connectTo = { host: '127.0.0.1', port: Number(new URL(url).port) };
  const answer = await request({ url: 'http://shop.test:81/', connectTo, timeoutMs: 2_000 });
  expect(answer.text).toBe('shop.test:81');
});
