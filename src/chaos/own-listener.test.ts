import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { listenersOn, ownsListener } from './own-listener.ts';

const table = [
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  '   0: 0100007F:4E20 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0 0 10 0',
  '   1: 0100007F:4E20 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000 100 0 0 10 0',
].join('\n');

test('only the listening socket of the port counts', () => {
  expect(listenersOn(20_000, table)).toEqual(['4711']);
  expect(listenersOn(20_001, table)).toEqual([]);
});

test.runIf(process.platform === 'linux')('a listener is told apart from that of another process', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  expect(await ownsListener(process.pid, port)).toBe(true);
  expect(await ownsListener(process.ppid, port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await ownsListener(process.pid, port)).toBeUndefined();
});
