import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { undoEntry } from '../undo.ts';

/** A Toxiproxy with one proxy, as far as it matters here; `status` is what it answers. */
const proxy = { listen: '127.0.0.1:1', upstream: '127.0.0.1:2', enabled: false };
let status = 200;
let calls: string[] = [];
const server = createServer((incoming, response) => {
  calls.push(`${incoming.method} ${incoming.url}`);
  if (incoming.method === 'PATCH' && status === 200) proxy.enabled = true;
  response.writeHead(status).end(JSON.stringify(proxy));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
server.unref();

afterEach(() => {
  [status, calls] = [200, []];
  Object.assign(proxy, { listen: '127.0.0.1:1', upstream: '127.0.0.1:2', enabled: false });
});

const undo = (apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`): Promise<string | undefined> => {
  const entry = {
    kind: 'proxy-enabled',
    apiUrl,
    proxy: 'a b',
    listen: '127.0.0.1:1',
    upstream: '127.0.0.1:2',
  } as const;
  return undoEntry(entry, { variable: () => undefined });
};

test('a proxy is enabled, once and again', async () => {
  expect(await undo()).toBeUndefined();
  expect(proxy.enabled).toBe(true);
  expect(await undo()).toBeUndefined();
  expect(calls).toEqual(['GET /proxies/a%20b', 'PATCH /proxies/a%20b', 'GET /proxies/a%20b']);
});

test.each([
  { listen: '127.0.0.1:1', upstream: '127.0.0.1:3' },
  { listen: '127.0.0.1:3', upstream: '127.0.0.1:2' },
])('one that leads from $listen to $upstream by now is left alone, and told', async ({ listen, upstream }) => {
  Object.assign(proxy, { listen, upstream });
  expect(await undo()).toBe(`not enabled: it is another proxy now, from ${listen} to ${upstream}`);
  expect(proxy.enabled).toBe(false);
});

test('what is gone needs nothing', async () => {
  status = 404;
  expect(await undo()).toBeUndefined();
  expect(await undo('http://127.0.0.1:1')).toBeUndefined();
});

test('a server that cannot is told', async () => {
  status = 500;
  expect(await undo()).toContain('answered 500');
});
