import { ProofloadError } from '../diagnostic/error.ts';
import type { Child } from '../system/child.ts';
import { now, sleep, until } from '../system/clock.ts';
import { request } from '../system/http.ts';
import { PortTaken } from '../system/ports.ts';
import { k6Message, readable } from './k6-message.ts';

/** k6's own codes, https://grafana.com/docs/k6/latest/ (errext/exitcodes). */
const portTaken = 106;
const badOptions = 104;
const scriptError = 107;
/** https://grafana.com/docs/k6/latest/misc/k6-rest-api: what `/v1/status` says. */
const pausedBeforeRun = 4;
const running = 7;

async function statusOf(port: number): Promise<number | undefined> {
  const answer = await request({ url: `http://127.0.0.1:${port}/v1/status`, timeoutMs: 1000 });
  const status = answer.json() as { data?: { attributes?: { status?: number } } };
  return status.data?.attributes?.status;
}

/**
 * @throws ProofloadError `k6-failed` when k6 ends before it is ready
 * @throws PortTaken
 */
export async function waitUntilPaused(child: Child, port: number): Promise<void> {
  const waited = await until(
    async () => {
      if (child.exit !== undefined) return 'ended' as const;
      return (await statusOf(port)) === pausedBeforeRun ? ('paused' as const) : undefined;
    },
    { timeoutMs: 60_000, everyMs: 20, what: 'k6 to be ready' },
  );
  if (waited.met && waited.value === 'paused') return;
  const exit = waited.met ? await child.exited : undefined;
  if (exit?.code === portTaken) throw new PortTaken(`port ${port} is taken`);
  const how =
    exit === undefined ? 'was not ready after 60 s' : `ended with ${exit.code ?? exit.signal} before the load began`;
  const ofScript = exit?.code === badOptions || exit?.code === scriptError;
  throw new ProofloadError('k6-failed', `k6 ${how}`, {
    exit: ofScript ? 'usage' : 'environment',
    problems: child.lastLog(15).map((line) => ({ message: readable(line), place: k6Message(line)?.place })),
  });
}

/**
 * Waits for the end of a script's `setup()`, which k6 runs before the load and within its own time. Gives when that
 * was, late by the time of one question; null when k6 ended before.
 */
export async function untilRunning(child: Child, port: number): Promise<number | null> {
  while (child.exit === undefined) {
    const status = await statusOf(port).catch(() => undefined);
    if (status !== undefined && status >= running) return now();
    await sleep(2);
  }
  return null;
}
