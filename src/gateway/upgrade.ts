import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Upstream } from './message.ts';

/** A connection that changes its protocol (WebSocket): from here on bytes pass as they are, and the service answers the request. */
export function passUpgrade(request: IncomingMessage, client: Duplex, head: Buffer, { host, port }: Upstream): void {
  const service = connect({ host, port, noDelay: true });
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
  }
  service.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  service.write(head);
  client.pipe(service).pipe(client);
  for (const [one, other] of [
    [client, service],
    [service, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}
