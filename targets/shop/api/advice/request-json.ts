import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

const agent = new Agent({ keepAlive: true });

/**
 * A GET, or a POST when there is a body. Not `fetch`, because that has time limits of its own (10 s to connect, 300 s to answer), where
 * this service decides by a switch whether there are any; and because it takes half a millisecond more of our CPU a call.
 */
export async function requestJson(url: URL, signal: AbortSignal | null, body?: unknown): Promise<unknown> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const outgoing = request(url, {
    agent,
    method: payload === undefined ? 'GET' : 'POST',
    headers:
      payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) },
    ...(signal !== null && { signal }),
  });
  // An error after the response has begun is told by the response; without a listener here it would also end the process.
  outgoing.on('error', () => undefined);
  outgoing.end(payload);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(`${url.pathname} answered ${response.statusCode}`);
  return JSON.parse(answer);
}
