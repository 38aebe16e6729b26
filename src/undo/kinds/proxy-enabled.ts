import { z } from 'zod';
import { request, RequestFailed, type HttpResponse } from '../../system/http.ts';
import type { ProxyEnabledEntry } from '../entry.ts';

const callWithinMs = 800;

const reply = z.looseObject({ listen: z.string(), upstream: z.string(), enabled: z.boolean() });

/** Lets a proxy of Toxiproxy listen again. One that is gone, or whose server is, has nothing to be undone. */
export async function enableProxy({ apiUrl, proxy, listen, upstream }: ProxyEnabledEntry): Promise<void> {
  const url = `${apiUrl}/proxies/${encodeURIComponent(proxy)}`;
  const found = await request({ url, timeoutMs: callWithinMs }).catch(noServer);
  if (found === undefined || found.status === 404) return;
  const now = proxyIn(found, `GET ${url}`);
  if (now.listen !== listen || now.upstream !== upstream) {
    throw new Error(`not enabled: it is another proxy now, from ${now.listen} to ${now.upstream}`);
  }
  if (now.enabled) return;
  const enabled = await request({ method: 'PATCH', url, body: { enabled: true }, timeoutMs: callWithinMs });
  if (!proxyIn(enabled, `PATCH ${url}`).enabled) throw new Error(`PATCH ${url} left it disabled`);
}

function proxyIn({ status, text }: HttpResponse, call: string): z.infer<typeof reply> {
  // Its port is taken: whoever has it may be about to end, and it is tried again.
  if (status !== 200) throw new Error(`${call} answered ${status}: ${text.trim().slice(0, 200)}`);
  return reply.parse(JSON.parse(text));
}

function noServer(error: unknown): undefined {
  if (error instanceof RequestFailed && error.code === 'ECONNREFUSED') return undefined;
  throw error;
}
