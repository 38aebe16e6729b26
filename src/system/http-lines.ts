import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';
import { RequestFailed, serverName, type HttpRequest } from './http.ts';

/**
 * The lines of the answer to a GET, as they come; it may be of any size.
 *
 * @param signal ends it
 * @throws {RequestFailed} when there is no answer, or one other than 200
 */
export async function* httpLines(url: string, { connectTo, signal, verify }: LinesOptions): AsyncGenerator<string> {
  const failed = (code: string, why: string, cause?: unknown) => new RequestFailed(code, `GET ${url}: ${why}`, cause);
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const get = url.startsWith('https:') ? https.get : http.get;
    const { host, hostname } = new URL(url);
    const there = connectTo && { hostname: connectTo.host, port: connectTo.port, servername: serverName(hostname) };
    const options = { agent: false, signal, headers: { host }, rejectUnauthorized: verify, ...there };
    const call = get(url, options, resolve);
    call.on('error', (error) => reject(failed('code' in error ? String(error.code) : 'failed', error.message, error)));
  });
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw failed('status', `status ${answer.statusCode ?? 0}, and 200 was expected`);
  }
  try {
    for await (const line of createInterface({ input: answer, crlfDelay: Infinity })) yield line;
  } finally {
    answer.destroy();
  }
  // An answer that breaks off ends its lines as a whole one does.
  if (!answer.complete) throw failed('ECONNRESET', 'the answer broke off');
}

interface LinesOptions extends Pick<HttpRequest, 'connectTo'> {
  readonly signal: AbortSignal;
  /** Whether a certificate must be good. */
  readonly verify: boolean;
}
