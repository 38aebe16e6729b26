import type { Expectation } from '../../model/faults/command.ts';
import { request } from '../../system/http.ts';
import { fillUrls } from './fill-urls.ts';

const withinMs = 5_000;

export interface Asking {
  /** Addresses of services, around their fault proxies. */
  readonly urls: Readonly<Record<string, string>>;
  /** The first value that a statement gives. */
  readonly query: (url: string, statement: string, timeoutMs: number) => Promise<unknown>;
}

/** What of that which must be true after a command is not, in a sentence; undefined: all of it is. */
export async function missedBy({ status, sql }: Expectation, { urls, query }: Asking): Promise<string | undefined> {
  if (status !== null) {
    const [url = ''] = fillUrls([status.url], urls);
    const answer = await request({ url, timeoutMs: withinMs }).then(
      (response) => String(response.status),
      (error: unknown) => messageOf(error),
    );
    if (answer !== String(status.is)) return `GET ${url} was to answer ${status.is} after it, and gave ${answer}`;
  }
  if (sql !== null) {
    const given = await query(urls[sql.on] ?? '', sql.query, withinMs).catch((error: unknown) => messageOf(error));
    if (given !== true) return `"${sql.query}" was to be true after it, and gave ${String(given)}`;
  }
  return undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
