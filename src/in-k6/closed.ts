import { sleep } from 'k6';
import exec from 'k6/execution';
import { activeSpans, lengthOf, type LoadCurve } from '../model/load-curve.ts';
import type { Span } from '../model/timeline.ts';
import { now } from './clock.ts';
import { arrive, leave } from './native.ts';
import type { Begin } from './pass.ts';
import { afterEndMs } from './settings.ts';

/**
 * One user of a closed profile: passes one after the other while it is its time.
 *
 * k6 keeps as many users as there ever are; which of them are there at a moment is ours to say, so that the load is the
 * planned one to the step: k6's own ramps let users finish their pass, or cut them off where nobody counts it.
 */
export function closedUser(curve: LoadCurve, begin: Begin): () => void {
  let startMs = 0;
  let spans: Span[] | undefined;
  let at = 0;

  return () => {
    if (spans === undefined) {
      startMs = exec.scenario.startTime;
      spans = wholeSpans(curve, __VU);
    }
    const nowMs = now() - startMs;
    let span = spans[at];
    while (span !== undefined && span.toMs <= nowMs) span = spans[++at];
    if (span === undefined || span.fromMs > nowMs) {
      leave();
      sleep(((span?.fromMs ?? lengthOf(curve) + afterEndMs) - nowMs) / 1000);
      return;
    }
    arrive();
    const untilMs = startMs + span.toMs;
    begin(untilMs, null);
    // At the end of the load k6 does not ask again.
    if (now() >= untilMs) leave();
  };
}

/** In whole milliseconds, as the clock has them: a user that woke up within the last one would sleep once more. */
function wholeSpans(curve: LoadCurve, user: number): Span[] {
  return activeSpans(curve, user).map(({ fromMs, toMs }) => ({ fromMs: Math.round(fromMs), toMs: Math.round(toMs) }));
}
