import type { Child } from './child.ts';
import { until } from './clock.ts';

const withinMs = 1_000;

/**
 * Makes every process of a child stand still (SIGSTOP), also those that it starts meanwhile; read back when it resolves.
 *
 * @throws Error when one of them still runs after a second: a process that waits for its disk cannot be stopped
 */
export async function suspend(child: Child): Promise<void> {
  child.signal('SIGSTOP', 'group');
  await untilAll(child, 'SIGSTOP');
}

/** Lets every process of a child go on (SIGCONT); read back when it resolves. Does nothing to those that run. */
export async function resume(child: Child): Promise<void> {
  child.signal('SIGCONT', 'group');
  await untilAll(child, 'SIGCONT');
}

async function untilAll(child: Child, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  const wanted = signal === 'SIGSTOP';
  const differing = (): number[] => child.family().flatMap(({ pid, stopped }) => (stopped === wanted ? [] : [pid]));
  const waited = await until(
    () => {
      if (differing().length === 0) return true;
      child.signal(signal, 'family');
      return false;
    },
    { timeoutMs: withinMs, everyMs: 2, what: signal },
  );
  if (waited.met) return;
  const still = wanted ? 'still running' : 'still standing still';
  throw new Error(`${still} ${withinMs} ms after ${signal}: pid ${differing().join(', ')} of ${child.name}`);
}
