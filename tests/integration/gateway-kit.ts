import http from 'node:http';
import type { Bench } from './chaos-kit.ts';
import type { Lead } from '../../src/gateway/message.ts';
import { startGateway, type RunningGateway } from '../../src/gateway/start-gateway.ts';

/** A gateway to services on loopback, in the undo log of a bench. */
export async function gatewayTo(
  bench: Bench,
  ports: readonly number[],
  { onCrash = () => undefined, ...lead }: Partial<Lead> & { onCrash?: (what: string) => void } = {},
): Promise<RunningGateway & AsyncDisposable> {
  const gateway = await startGateway({
    edge: 'k6->api',
    lead: {
      service: 'api',
      upstreams: ports.map((port, i) => ({ name: `api-${i + 1}`, host: '127.0.0.1', port })),
      affinity: null,
      ready: null,
      ...lead,
    },
    node: process.execPath,
    logFile: `${bench.folder}/gateway.log`,
    undo: bench.undo,
    onCrash,
  });
  return { ...gateway, [Symbol.asyncDispose]: () => gateway.stop() };
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** From the call to the head, and to the end. */
  readonly headMs: number;
  readonly tookMs: number;
  /** The body ended where it should. */
  readonly whole: boolean;
}

/** Asks on the connections of an agent, as a service would its neighbour; a code such as ECONNRESET where there is no answer. */
export function askOn(agent: http.Agent, port: number) {
  return (path: string, options: http.RequestOptions & { body?: string } = {}): Promise<Answer | string> => {
    const { body, ...others } = options;
    const begun = performance.now();
    return new Promise((resolve) => {
      const call = http.request({ host: '127.0.0.1', port, path, agent, ...others });
      call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      call.on('response', (reply) => {
        const headMs = performance.now() - begun;
        const chunks: Buffer[] = [];
        const end = (whole: boolean): void => {
          const { statusCode = 0, headers, rawHeaders } = reply;
          const tookMs = performance.now() - begun;
          resolve({ status: statusCode, headers, rawHeaders, body: Buffer.concat(chunks), headMs, tookMs, whole });
        };
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => end(reply.complete));
        reply.on('error', () => end(false));
      });
      call.end(body);
    });
  };
}
