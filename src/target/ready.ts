import { ProofloadError } from '../diagnostic/error.ts';
import { until } from '../system/clock.ts';
import { request } from '../system/http.ts';

/** What starts, as far as waiting for it goes. */
export interface Starting {
  readonly name: string;
  /** Resolves when it is ready; rejects with why it is not. */
  readonly ask: () => Promise<void>;
  readonly withinMs: number;
  readonly logFile: string;
  readonly hasEnded: () => boolean;
}

/** Waits until it is ready, or has ended, or its time is over. */
export async function untilReady({ ask, withinMs, hasEnded }: Starting): Promise<'ready' | 'ended' | Error> {
  const waited = await until(() => (hasEnded() ? 'ended' : ask().then(() => 'ready' as const)), {
    timeoutMs: withinMs,
    everyMs: 25,
    what: 'it to be ready',
  });
  if (waited.met) return waited.value;
  const { lastError } = waited;
  return lastError instanceof Error ? lastError : new Error(String(lastError));
}

/** Whether a path answers 200. */
export function asksHttp(url: string): Starting['ask'] {
  return async () => {
    const { status, text } = await request({ url, timeoutMs: 2000 });
    if (status !== 200) throw new Error(`GET ${new URL(url).pathname}: ${status} ${text.slice(0, 200)}`);
  };
}

/** @param how it ended, where it has */
export function notUp(
  { name, withinMs, logFile }: Starting,
  state: 'ended' | Error,
  how: string | number | null | undefined,
  log: readonly string[],
): ProofloadError {
  const what =
    state === 'ended'
      ? `ended with ${how ?? 'nobody knows what'} before it was ready`
      : `did not become ready within ${withinMs / 1000} s (${state.message})`;
  return new ProofloadError('target-not-up', `service "${name}" ${what}`, {
    exit: 'environment',
    problems: log.map((message) => ({ message })),
    hint: `its whole log is in ${logFile}`,
  });
}
