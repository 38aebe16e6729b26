import { sleep } from 'k6';
import exec from 'k6/execution';
import type { Journey } from '../define/journey.ts';
import type { Weighted } from '../define/scenario.ts';
import { activeSpans, lengthOf } from '../model/load-curve.ts';
import { seededRandom } from '../model/random.ts';
import type { Span } from '../model/timeline.ts';
import { contextOf } from './context.ts';
import { setRequestTimeout } from './http.ts';
import { isThenable, journeyEnd, type Pass } from './pass.ts';
import { tell } from './script-error.ts';
import type { Settings } from './settings.ts';
import { think } from './think.ts';

/**
 * Makes the function that k6 calls again and again for each virtual user.
 *
 * k6 keeps as many users as there ever are; which of them are there at a moment is ours to say, so that the load is the
 * planned one to the step: k6's own ramps let users finish their pass, or cut them off where nobody counts it.
 */
export function bind(listed: readonly (Journey | Weighted)[], settings: Settings): () => void {
  setRequestTimeout(settings.requestTimeoutMs);
  const journeys = listed.map((entry) => ('journey' in entry ? entry.journey : entry));
  const total = settings.journeys.reduce((sum, { weight }) => sum + weight, 0);
  // Reading `exec.vu` builds a new object each time (7-10 µs); the tags behind it stay valid.
  let tags: Record<string, unknown> | undefined;
  let startMs = 0;
  let spans: Span[] = [];
  let passes = 0;

  return () => {
    if (tags === undefined) {
      tags = exec.vu.metrics.tags;
      startMs = exec.scenario.startTime;
      spans = activeSpans(settings.curve, __VU);
    }
    const nowMs = Date.now() - startMs;
    const span = spans.find(({ toMs }) => toMs > nowMs);
    if (span === undefined || span.fromMs > nowMs) {
      // Not this user's time: until it is, or until k6 ends the load, which it does a few ms after we do.
      sleep(((span?.fromMs ?? Math.max(lengthOf(settings.curve), nowMs) + 20) - nowMs) / 1000);
      return;
    }
    const random = seededRandom(settings.seed, __VU, passes);
    const index = settings.journeys.length === 1 ? 0 : draw(random() * total, settings);
    const [journey, own] = [journeys[index], settings.journeys[index]];
    if (journey === undefined || own === undefined) return;
    const pass: Pass = {
      userId: __VU,
      pass: passes++,
      random,
      untilMs: startMs + span.toMs,
      tags,
      journey: own,
      settings,
    };
    take(journey, pass);
  };
}

function draw(point: number, { journeys }: Settings): number {
  let left = point;
  const index = journeys.findIndex(({ weight }) => (left -= weight) < 0);
  return index === -1 ? journeys.length - 1 : index;
}

function take(journey: Journey, pass: Pass): void {
  try {
    // Typed void, and still an async function is accepted there.
    const done = (journey as { run(context: unknown): unknown }).run(contextOf(pass));
    if (isThenable(done)) throw new TypeError('run must not be async: what comes later would be in no figure');
  } catch (error) {
    if (error !== journeyEnd) {
      tell(null, error);
      // Without a pause a journey that throws at once would spin.
      think(pass);
    }
  } finally {
    delete pass.tags['step'];
  }
}
