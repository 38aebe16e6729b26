import type { Job } from '../define/job.ts';
import { parseDuration } from '../model/duration.ts';
import { isInStep, noteCensored, noteFailure, pause, stepEnd } from './native.ts';
import type { OwnMetrics } from './own-metrics.ts';
import { journeyEnd } from './pass.ts';

/** How a job ended. `censored`: it was not over when its user's time was; it lasted for at least so long. */
type Outcome = 'ok' | 'failed' | 'censored';

/**
 * Waits for work that the target does on its own.
 *
 * ```
 *  start      done?      done?      done? yes
 *    |--every---|--every---|--every---|
 *    |<------------ the sample ------>|        at most one `every` longer than the work took
 * ```
 *
 * @param untilMs Unix time in ms at which the user's time is over
 */
export function runJob<H>(metrics: OwnMetrics, untilMs: number, name: string, work: Job<H>): H {
  const metric = metrics[name];
  if (!isInStep()) throw new TypeError('job() is for the inside of a step');
  if (metric?.planned.kind !== 'trend' || metric.planned.unit !== 'ms') {
    throw new TypeError(`job() takes the name of a metric trend('ms') of this journey, and "${name}" is none`);
  }
  const [everyMs, withinMs] = [durationOf(work.every), durationOf(work.within)];
  const begun = Date.now();
  let started = false;
  let outcome: Outcome = 'failed';
  try {
    const handle = work.start();
    if (stepEnd() !== undefined) throw journeyEnd;
    started = true;
    outcome = wait(() => work.done(handle), everyMs, begun + withinMs, untilMs);
    if (outcome === 'censored') noteCensored();
    if (outcome === 'failed') noteFailure('timeout');
    if (outcome !== 'ok') throw journeyEnd;
    return handle;
  } finally {
    // Who was turned away has not started a job, or does not know how it ends.
    const isLimited = stepEnd()?.outcome === 'limited';
    if (started || !isLimited) metric.addTagged(Date.now() - begun, { outcome: isLimited ? 'censored' : outcome });
  }
}

function wait(isDone: () => boolean, everyMs: number, deadlineMs: number, untilMs: number): Outcome {
  for (;;) {
    const nowMs = Date.now();
    if (nowMs >= deadlineMs) return 'failed';
    if (nowMs >= untilMs) return 'censored';
    pause(Math.min(everyMs, deadlineMs - nowMs, untilMs - nowMs));
    const done = isDone();
    if (stepEnd() !== undefined) return 'failed';
    if (done) return 'ok';
  }
}

function durationOf(written: string): number {
  const ms = parseDuration(written);
  if (ms === undefined || ms === 0) throw new TypeError(`job(): "${written}" is no duration such as 500ms or 30s`);
  return ms;
}
