import { setTimeout as sleep } from 'node:timers/promises';

interface Answering {
  readonly url: string;
}

export interface Answer {
  readonly status: number;
  /** Its shape is what tests look at, so it is not taken for granted. */
  readonly body: Record<string, unknown>;
  readonly ms: number;
}

interface Request {
  readonly token?: string;
  readonly body?: unknown;
  /** What makes a repeated order the same one. */
  readonly key?: string;
}

export async function ask(
  { url }: Answering,
  method: string,
  path: string,
  { token, body, key }: Request = {},
): Promise<Answer> {
  const start = performance.now();
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer, ms: performance.now() - start };
}

/** The value behind `series` in what the service exposes; NaN when it is not there. */
export async function metric({ url }: Answering, series: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length) ?? NaN);
}

export async function until(met: () => Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await met())) {
    if (performance.now() > deadline) throw new Error(`not met within ${timeoutMs} ms: ${met.toString()}`);
    await sleep(20);
  }
}

let customers = 0;

/** The token of a new customer, so that tests do not find each other's carts. */
export async function signUp(shop: Answering): Promise<string> {
  const email = `customer${process.pid}-${++customers}@shop.test`;
  const answer = await ask(shop, 'POST', '/auth/register', { body: { email, password: 'correct horse', name: 'C' } });
  return String(answer.body['token']);
}
