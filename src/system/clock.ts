/** Wall-clock time in milliseconds since the epoch, with its sub-millisecond part; never runs backwards within a process. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}

/** Waits `ms` milliseconds. Rejects with the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const abort = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** A deadline is counted in so many pieces. */
const pieces = 10;

/**
 * Calls back when `ms` have passed, of which at most a tenth counts while this process stands still: when the machine does,
 * nobody answers, and no answer is heard. What has come by then is taken in first.
 *
 * @returns calls it off
 */
export function deadline(ms: number, over: () => void): () => void {
  let left = pieces;
  let waiting: NodeJS.Immediate | undefined;
  const next = (): void => {
    left -= 1;
    if (left > 0) timer = setTimeout(next, ms / pieces);
    else waiting = setImmediate(over);
  };
  let timer = setTimeout(next, ms / pieces);
  return () => {
    clearTimeout(timer);
    clearImmediate(waiting);
  };
}

/** Waits for `promise`, but no longer than `ms`; leaves no timer behind, which would keep the process from ending. */
export async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController();
  const late = sleep(ms, over.signal).catch(() => undefined);
  try {
    await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}

export interface UntilOptions {
  readonly timeoutMs: number;
  /** Pause between two tries. @default 20 */
  readonly everyMs?: number;
  /** What is waited for, handed back for the caller's message. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

export type Waited<T> =
  | { readonly met: true; readonly value: T; readonly waitedMs: number }
  | { readonly met: false; readonly what: string; readonly waitedMs: number; readonly lastError: unknown };

/**
 * Calls `condition` until it gives something other than `undefined` or `false`, or the time is up.
 *
 * A throw counts as "not yet" and the last one is handed back, so that the caller can word the error.
 * Rejects only when `signal` is aborted.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: UntilOptions,
): Promise<Waited<Exclude<T, false | undefined>>> {
  const started = performance.now();
  for (let lastError: unknown; ;) {
    try {
      const value = await condition();
      if (value !== undefined && value !== false) {
        return { met: true, value: value as Exclude<T, false | undefined>, waitedMs: performance.now() - started };
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    const waitedMs = performance.now() - started;
    if (waitedMs >= options.timeoutMs) return { met: false, what: options.what, waitedMs, lastError };
    await sleep(Math.min(options.everyMs ?? 20, options.timeoutMs - waitedMs), options.signal);
  }
}
