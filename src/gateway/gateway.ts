import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ActiveFaults, isOwn } from './active-faults.ts';
import { Balancer, type Member } from './balancer.ts';
import { watchHealth } from './health.ts';
import type { Lead } from './message.ts';
import { maxHeaderSize, passOn } from './pass.ts';
import { passUpgrade } from './upgrade.ts';

export interface Gateway {
  readonly port: number;
  readonly faults: ActiveFaults;
  readonly balancer: Balancer;
}

/** Listens on loopback and leads what comes to the service, with the faults that are on. */
export async function openGateway(lead: Lead, onFelt: (fault: string, at: number) => void): Promise<Gateway> {
  const faults = new ActiveFaults(onFelt);
  const balancer = new Balancer(lead.upstreams, lead.affinity);
  if (lead.ready !== null && lead.upstreams.length > 1) watchHealth(balancer.members, lead.ready);
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: Infinity });
  /** One that speaks no HTTP, or stands alone, leaves its client with a closed connection, as the service itself would. */
  const isSeen = lead.upstreams.length > 1 && lead.affinity !== 'connection';

  const pick = (request: IncomingMessage): Member | undefined => {
    const member = balancer.pick(request);
    if (member !== undefined && !isOwn(request)) member.requests += 1;
    return member;
  };
  const handle = (request: IncomingMessage, client: ServerResponse): void => {
    const member = pick(request);
    if (member === undefined) {
      refuse(client, 503, `no replica of ${lead.service} is ready`);
      return;
    }
    const { upstream } = member;
    const onNoAnswer = (): void => {
      if (!isOwn(request)) member.unanswered += 1;
      if (isSeen) refuse(client, 502, `no answer from ${upstream.name}`);
      else client.destroy();
    };
    passOn(request, client, faults.meet(request), { upstream, agent, onNoAnswer });
  };
  const server = http.createServer({ maxHeaderSize, requestTimeout: 0, requireHostHeader: false, noDelay: true });
  // It is for the service to lose patience.
  server.timeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  server.on('request', handle);
  server.on('checkContinue', handle);
  server.on('upgrade', (request, socket, head) => {
    const member = pick(request);
    if (member === undefined) socket.destroy();
    else passUpgrade(request, socket, head, member.upstream);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', 4096, resolve);
  });
  return { port: (server.address() as AddressInfo).port, faults, balancer };
}

/** What balancers say when nobody answers them. */
function refuse(client: ServerResponse, status: 502 | 503, why: string): void {
  client.writeHead(status, { 'content-type': 'text/plain', 'content-length': String(Buffer.byteLength(why)) });
  client.end(why);
}
