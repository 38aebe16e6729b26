import { z } from 'zod';
import { request, RequestFailed } from '../system/http.ts';
import type { NamedToxic } from './toxic.ts';

/** Replies hold more than is listed here (`Logger` in every proxy), so unknown keys pass. */
const toxicReply = z.looseObject({
  name: z.string(),
  type: z.string(),
  stream: z.string(),
  attributes: z.record(z.string(), z.unknown()),
});
const proxyReply = z.looseObject({
  name: z.string(),
  listen: z.string(),
  upstream: z.string(),
  enabled: z.boolean(),
  toxics: z.array(toxicReply),
});
const proxiesReply = z.record(z.string(), proxyReply);
const versionReply = z.looseObject({ version: z.string() });

export type ToxicReply = z.infer<typeof toxicReply>;
export type ProxyReply = z.infer<typeof proxyReply>;

export interface NewProxy {
  readonly name: string;
  /** `host:port`, both explicit. */
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
}

/**
 * A call that did not do what it should. `status` and `body` are the server's, undefined when it did not answer; then `code`
 * says why (`deadline`, ECONNREFUSED, …) and `cause` holds the rest.
 */
export class ToxiproxyCallFailed extends Error {
  override readonly name = 'ToxiproxyCallFailed';
  readonly status: number | undefined;
  readonly body: string | undefined;
  readonly code: string | undefined;

  constructor(message: string, details: { status?: number; body?: string; code?: string; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.status = details.status;
    this.body = details.body;
    this.code = details.code;
  }
}

/** Toxiproxy's HTTP API, as far as we use it. Every call has a deadline in ms and rejects with `ToxiproxyCallFailed`. */
export interface ToxiproxyClient {
  readonly apiUrl: string;
  version(deadlineMs: number): Promise<string>;
  proxies(deadlineMs: number): Promise<Record<string, ProxyReply>>;
  /** The proxy as the server has it now. A wedged one does not answer. */
  readback(proxy: string, deadlineMs: number): Promise<ProxyReply>;
  createProxy(proxy: NewProxy, deadlineMs: number): Promise<ProxyReply>;
  updateProxy(proxy: string, change: { readonly enabled: boolean }, deadlineMs: number): Promise<ProxyReply>;
  /** A proxy that is not there counts as deleted. */
  deleteProxy(proxy: string, deadlineMs: number): Promise<void>;
  addToxic(proxy: string, toxic: NamedToxic, deadlineMs: number): Promise<ToxicReply>;
  /** Gives a toxic other attributes; its type and stream stay. */
  updateToxic(proxy: string, toxic: NamedToxic, deadlineMs: number): Promise<ToxicReply>;
  /** A toxic that is not there counts as deleted. */
  deleteToxic(proxy: string, toxic: string, deadlineMs: number): Promise<void>;
}

export function toxiproxyClient(apiUrl: string): ToxiproxyClient {
  interface Call {
    readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    readonly path: readonly string[];
    readonly body?: unknown;
    /** Statuses that mean done. */
    readonly ok: readonly number[];
    readonly deadlineMs: number;
  }

  async function call({ method, path, body, ok, deadlineMs }: Call): Promise<string> {
    const url = [apiUrl, ...path.map(encodeURIComponent)].join('/');
    try {
      const { status, text } = await request({ url, method, timeoutMs: deadlineMs, body });
      if (ok.includes(status)) return text;
      throw new ToxiproxyCallFailed(`${method} ${url}: ${status} ${messageOf(text)}`, { status, body: text });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      throw new ToxiproxyCallFailed(error.message, { code: error.code, cause: error.cause });
    }
  }
  async function ask<T>(schema: z.ZodType<T>, what: Call): Promise<T> {
    const body = await call(what);
    const reply = schema.safeParse(parseJson(body));
    if (reply.success) return reply.data;
    const where = `${what.method} ${apiUrl}/${what.path.join('/')}`;
    throw new ToxiproxyCallFailed(`${where}: not what Toxiproxy answers: ${z.prettifyError(reply.error)}`, { body });
  }

  return {
    apiUrl,
    version: async (deadlineMs) =>
      (await ask(versionReply, { method: 'GET', path: ['version'], ok: [200], deadlineMs })).version,
    proxies: (deadlineMs) => ask(proxiesReply, { method: 'GET', path: ['proxies'], ok: [200], deadlineMs }),
    readback: (proxy, deadlineMs) =>
      ask(proxyReply, { method: 'GET', path: ['proxies', proxy], ok: [200], deadlineMs }),
    createProxy: (proxy, deadlineMs) =>
      ask(proxyReply, { method: 'POST', path: ['proxies'], body: proxy, ok: [201], deadlineMs }),
    updateProxy: (proxy, body, deadlineMs) =>
      ask(proxyReply, { method: 'PATCH', path: ['proxies', proxy], body, ok: [200], deadlineMs }),
    async deleteProxy(proxy, deadlineMs) {
      await call({ method: 'DELETE', path: ['proxies', proxy], ok: [204, 404], deadlineMs });
    },
    addToxic: (proxy, toxic, deadlineMs) =>
      ask(toxicReply, {
        method: 'POST',
        path: ['proxies', proxy, 'toxics'],
        body: { ...toxic, toxicity: 1 },
        ok: [200],
        deadlineMs,
      }),
    updateToxic: (proxy, { name, attributes }, deadlineMs) =>
      ask(toxicReply, {
        method: 'PATCH',
        path: ['proxies', proxy, 'toxics', name],
        body: { attributes, toxicity: 1 },
        ok: [200],
        deadlineMs,
      }),
    async deleteToxic(proxy, toxic, deadlineMs) {
      await call({ method: 'DELETE', path: ['proxies', proxy, 'toxics', toxic], ok: [204, 404], deadlineMs });
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Errors are JSON under `text/plain`, or plain text, or an HTML page after 25 s. */
function messageOf(text: string): string {
  const reply = z.looseObject({ error: z.string() }).safeParse(parseJson(text));
  return reply.success ? reply.data.error : text.trim().slice(0, 200);
}
