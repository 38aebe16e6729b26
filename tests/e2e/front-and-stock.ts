import { createServer, get, type RequestListener, type Server } from 'node:http';

/** Two services that run already; the one reaches the other at a port that it was told. */
export interface FrontAndStock extends AsyncDisposable {
  /** Where the front looks for its stock. */
  stockPort: number;
}

/**
 * Where the front is, as fixtures say it: its fault proxy is expected at the next port, and its stock is at the one after
 * that. Neither a run nor an outgoing connection takes one of these by itself.
 */
const frontPort = 32_470;
export const edgePort = frontPort + 1;

/** @param front where it is; files that are tried at the same time cannot have the same */
export async function startFrontAndStock(front = frontPort): Promise<FrontAndStock> {
  const servers: Server[] = [];
  const services: FrontAndStock = {
    stockPort: front + 1,
    async [Symbol.asyncDispose]() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
  servers.push(
    await listen(front + 2, (_, response) => response.end('stock')),
    await listen(front, (_, response) => {
      const upstream = get(`http://127.0.0.1:${services.stockPort}/`, (answer) => answer.pipe(response));
      upstream.on('error', () => response.writeHead(503).end());
    }),
  );
  return services;
}

function listen(port: number, listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
