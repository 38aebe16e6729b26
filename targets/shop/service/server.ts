import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// Go's HTTP client (k6, Toxiproxy's users) drops a connection that was idle for 90 s. We must be the more patient one:
// a server that closes first may do so under a request that is on its way.
const KEEP_ALIVE_MS = 120_000;

export interface Listening {
  readonly port: number;
  /** Takes no more requests and waits for those in flight; answers how many had to be cut off at the deadline. */
  stop(deadlineMs: number): Promise<number>;
}

export async function listen(
  fetch: Parameters<typeof getRequestListener>[0],
  { PORT, HOST }: { readonly PORT: number; readonly HOST: string },
): Promise<Listening> {
  const handle = getRequestListener(fetch);
  const inFlight = new Set<ServerResponse>();
  let stopping = false;
  let drained: () => void = () => undefined;

  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (request: IncomingMessage, response: ServerResponse) => {
      if (stopping) response.setHeader('connection', 'close');
      inFlight.add(response);
      response.once('close', () => {
        inFlight.delete(response);
        if (inFlight.size === 0) drained();
      });
      void handle(request, response);
    },
  );
  server.listen(PORT, HOST);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    async stop(deadlineMs) {
      stopping = true;
      server.close();
      for (const response of inFlight) if (!response.headersSent) response.setHeader('connection', 'close');
      await new Promise<void>((resolve) => {
        drained = resolve;
        setTimeout(resolve, deadlineMs).unref();
        if (inFlight.size === 0) resolve();
      });
      const cut = inFlight.size;
      // close() left those that never sent a request; what they send now would find the service half taken down.
      server.closeAllConnections();
      return cut;
    },
  };
}
