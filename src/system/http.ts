import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { deadline } from './clock.ts';

export interface HttpRequest {
  readonly url: string;
  /** @default 'GET' */
  readonly method?: string;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Connects there, and asks for the host of `url` nevertheless. @default what the host resolves to */
  readonly connectTo?: { readonly host: string; readonly port: number } | undefined;
  /** Connects to this socket of the machine instead. */
  readonly socketPath?: string | undefined;
  /** HTTPS: whether the certificate must be good. @default true */
  readonly verify?: boolean | undefined;
  /** From the call to the last byte of the answer, see `deadline`. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; what comes from outside still has to pass a schema. @throws {SyntaxError} */
  json(): unknown;
}

/** No answer was had. `code` is the system's (ECONNREFUSED, ECONNRESET, …), `deadline` or `aborted`. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The name for TLS (SNI), which an address has none of. */
export function serverName(host: string): string {
  return isIP(host.replace(/^\[|\]$/g, '')) === 0 ? host : '';
}

/**
 * One HTTP request on a connection of its own. Every status is an answer; only the lack of one is an error.
 *
 * @throws {RequestFailed} refused, reset, over the deadline, aborted.
 */
export function request(options: HttpRequest): Promise<HttpResponse> {
  const { url, method = 'GET', body, signal, timeoutMs } = options;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers: Record<string, string> = { ...options.headers };
  if (text !== undefined) headers['content-length'] = String(Buffer.byteLength(text));
  if (text !== undefined && typeof body !== 'string') headers['content-type'] ??= 'application/json';

  return new Promise((resolve, reject) => {
    const { connectTo, verify = true } = options;
    const call = (url.startsWith('https:') ? https : http).request(url, {
      method,
      headers: { ...headers, ...(connectTo === undefined ? {} : { host: new URL(url).host }) },
      agent: false,
      ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
      ...(connectTo === undefined
        ? {}
        : { hostname: connectTo.host, port: connectTo.port, servername: serverName(new URL(url).hostname) }),
      rejectUnauthorized: verify,
    });
    const settle = (): void => {
      callOff();
      signal?.removeEventListener('abort', abort);
    };
    const fail = (code: string, message: string, cause?: unknown): void => {
      settle();
      reject(new RequestFailed(code, `${method} ${url}: ${message}`, cause));
      call.destroy();
    };
    const abort = (): void => {
      fail('aborted', 'aborted', signal?.reason);
    };
    const broken = (error: Error): void => {
      fail(
        'code' in error ? String(error.code) : 'failed',
        error.message || String('code' in error && error.code),
        error,
      );
    };
    const callOff = deadline(timeoutMs, () => {
      fail('deadline', `no answer within ${timeoutMs} ms`);
    });
    if (signal?.aborted === true) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    call.on('error', broken);
    call.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('error', broken);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        settle();
        const content = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: content,
          json: () => JSON.parse(content) as unknown,
        });
      });
    });
    call.end(text);
  });
}
