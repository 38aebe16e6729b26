import { createServer, get, type RequestListener, type Server } from 'node:http';

/** Two services that run already; the one reaches the other at a port that it was told. */
export interface FrontAndStock extends AsyncDisposable {
  /** Where the front looks for its stock. */
  stockPort: number;
}

/** Where a fault proxy is expected. */
export const edgePort = 28_471;

export async function startFrontAndStock(): Promise<FrontAndStock> {
  const servers: Server[] = [];
  const services: FrontAndStock = {
    stockPort: edgePort,
    async [Symbol.asyncDispose]() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
  servers.push(
    await listen(28_472, (_, response) => response.end('stock')),
    await listen(28_470, (_, response) => {
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
