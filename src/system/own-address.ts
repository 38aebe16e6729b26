import { createServer } from 'node:net';

/** Whether an address is one of this machine's, also of an interface that nothing is connected to yet. */
export function isOwnAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}
