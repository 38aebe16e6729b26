import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Met } from './active-faults.ts';
import { headersToPass } from './headers.ts';
import type { AnsweredPassage } from './http-fault.ts';
import type { Upstream } from './message.ts';

/** Where a request goes, and by which connections. */
export interface Way {
  readonly upstream: Upstream;
  readonly agent: http.Agent;
  /** Called when the service gave no answer; nothing has been sent to the client then. */
  readonly onNoAnswer: () => void;
}

/** Takes a request to the service and its answer back, through the faults that it meets. */
export function passOn(request: IncomingMessage, client: ServerResponse, met: readonly Met[], way: Way): void {
  const first = met.find(({ kind }) => kind.instead !== undefined);
  if (first?.kind.instead !== undefined) {
    first.kind.instead(first.action, { request, client, over: first.over });
    return;
  }
  ask(request, client, way, (reply) => {
    giveBack({ request, client, reply }, met).catch(() => client.destroy());
  });
}

function ask(
  request: IncomingMessage,
  client: ServerResponse,
  way: Way,
  onReply: (reply: IncomingMessage) => void,
): void {
  const { upstream, agent } = way;
  const call = http.request({
    host: upstream.host,
    port: upstream.port,
    method: request.method,
    path: request.url,
    headers: headersToPass(request.rawHeaders),
    setHost: false,
    agent,
    maxHeaderSize,
  });
  let answered = false;
  const gone = (): void => {
    if (!client.writableFinished) call.destroy();
  };
  client.once('close', gone);
  call.on('continue', () => client.writeContinue());
  call.on('response', (reply) => {
    answered = true;
    onReply(reply);
  });
  call.on('error', () => {
    if (answered || client.destroyed) return;
    client.off('close', gone);
    // The service closed the kept connection just then; nothing of the request is lost, so it goes again on another.
    if (call.reusedSocket && !carriesBody(request)) ask(request, client, way, onReply);
    else way.onNoAnswer();
  });
  if (carriesBody(request)) request.pipe(call);
  else call.end();
}

async function giveBack(passage: Omit<AnsweredPassage, 'over'>, met: readonly Met[]): Promise<void> {
  const { client, reply } = passage;
  for (const { kind, action, over } of met) {
    if ((await kind.before?.(action, { ...passage, over })) === false) return;
  }
  if (client.destroyed) return;
  client.sendDate = false;
  client.removeHeader('connection'); // or one is added
  client.writeHead(reply.statusCode ?? 502, reply.statusMessage, headersToPass(reply.rawHeaders));
  if (met.length === 0) {
    reply.on('error', () => client.destroy());
    reply.on('end', () => client.addTrailers(pairs(reply.rawTrailers)));
    reply.pipe(client);
    return;
  }
  client.flushHeaders(); // its body may take its time
  const bodies = met.flatMap(({ kind, action, over }) => kind.body?.(action, { ...passage, over }) ?? []);
  const cut = met.find(({ kind }) => kind.sink !== undefined);
  const sink = cut?.kind.sink?.(cut.action, { ...passage, over: cut.over }) ?? client;
  pipeline([reply, ...bodies, sink], (error) => {
    if (error) client.destroy();
  });
}

/** Services may take longer heads than Node does by default; it is theirs to refuse them. */
export const maxHeaderSize = 256 * 1024;

/** RFC 9112, 6.3: a request has a body where one of these says so. */
function carriesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}
