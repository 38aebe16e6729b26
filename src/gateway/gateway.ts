import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ActiveFaults } from './active-faults.ts';
import type { Upstream } from './message.ts';
import { maxHeaderSize, passOn } from './pass.ts';
import { passUpgrade } from './upgrade.ts';

export interface Gateway {
  readonly port: number;
  readonly faults: ActiveFaults;
}

/** Listens on loopback and leads what comes to the service, with the faults that are on. */
export async function openGateway(upstream: Upstream, onFelt: (fault: string, at: number) => void): Promise<Gateway> {
  const faults = new ActiveFaults(onFelt);
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: Infinity });
  const way = { upstream, agent, onNoAnswer: (client: ServerResponse) => client.destroy() };
  const handle: http.RequestListener = (request, client) => {
    passOn(request, client, faults.meet(request), way);
  };
  const server = http.createServer({
    maxHeaderSize,
    keepAliveTimeout: 0,
    requestTimeout: 0,
    requireHostHeader: false,
    noDelay: true,
  });
  server.timeout = 0;
  server.headersTimeout = 0;
  server.on('request', handle);
  server.on('checkContinue', handle);
  server.on('upgrade', (request, socket, head) => passUpgrade(request, socket, head, upstream));
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', 4096, resolve);
  });
  return { port: (server.address() as AddressInfo).port, faults };
}
