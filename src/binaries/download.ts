import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ReadableStream } from 'node:stream/web';

export interface DownloadSpec {
  readonly url: URL;
  readonly file: string;
  readonly limitMs: number;
  /** How long it may go without a byte. */
  readonly stallMs: number;
  readonly signal: AbortSignal | undefined;
  /** Called with each piece that came; `total` where the server tells it. */
  readonly onBytes: (done: number, total: number | undefined) => void;
}

/** A download that came to no end, with a sentence for people. */
export class DownloadFailed extends Error {
  override readonly name = 'DownloadFailed';
}

/**
 * Streams a file to disk and gives the SHA-256 of what came. Follows redirects. Aborting rejects with the reason.
 *
 * @throws {DownloadFailed} refused, cut off, too slow, or any status but 200.
 */
export async function download(spec: DownloadSpec): Promise<string> {
  const late = new AbortController();
  const limit = setTimeout(() => {
    late.abort(new DownloadFailed(`not done within ${spec.limitMs / 1000} s`));
  }, spec.limitMs);
  const stall = setTimeout(() => {
    late.abort(new DownloadFailed(`no byte for ${spec.stallMs / 1000} s`));
  }, spec.stallMs);
  try {
    const signal = AbortSignal.any([late.signal, ...(spec.signal === undefined ? [] : [spec.signal])]);
    return await stream(spec, signal, () => stall.refresh());
  } catch (error) {
    spec.signal?.throwIfAborted();
    if (late.signal.aborted) throw late.signal.reason;
    throw error instanceof DownloadFailed ? error : new DownloadFailed(deepest(error), { cause: error });
  } finally {
    clearTimeout(limit);
    clearTimeout(stall);
  }
}

async function stream(spec: DownloadSpec, signal: AbortSignal, moved: () => void): Promise<string> {
  const { url, headers } = withoutCredentials(spec.url);
  const response = await fetch(url, { signal, headers });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new DownloadFailed(`status ${response.status} ${response.statusText}`.trimEnd());
  }
  const length = response.headers.get('content-length');
  const total = length === null ? undefined : Number(length);
  const hash = createHash('sha256');
  let done = 0;
  const file = await open(spec.file, 'w');
  try {
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      moved();
      hash.update(chunk);
      await file.writeFile(chunk);
      done += chunk.length;
      spec.onBytes(done, total);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new DownloadFailed(
      `cut off after ${done}${total === undefined ? '' : ` of ${total}`} bytes: ${deepest(error)}`,
    );
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** `fetch` takes no user and password in an address, which mirrors in companies are often given with. */
function withoutCredentials(from: URL): { readonly url: URL; readonly headers: Record<string, string> } {
  const url = new URL(from);
  const headers: Record<string, string> = { 'accept-encoding': 'identity' }; // the digest is of the file as it is
  if (url.username !== '' || url.password !== '') {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
    url.username = url.password = '';
  }
  return { url, headers };
}

/** `fetch` says no more than "fetch failed"; the reason is below. */
function deepest(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (!(at instanceof Error)) return String(at);
  return at.message === '' && 'code' in at ? String(at.code) : at.message;
}
