import { sleep } from 'k6';
import exec from 'k6/execution';
import { Trend } from 'k6/metrics';
import type { Journey, JourneyContext } from '../define/journey.ts';
import { seededRandom } from '../model/random.ts';
import { beginStep, noteFailure, stepFailure, type FailureKind } from './current-step.ts';
import { setRequestTimeout } from './http.ts';
import type { Settings } from './settings.ts';

/** One sample a step: its length, dated by its end, with its outcome. Counts of failed steps come from it. */
const stepDuration = new Trend('step_duration', true);
const okTags = { outcome: 'ok' };

/** Thrown to end a journey early; nothing has gone wrong that is not already counted. One object: it needs no stack. */
const journeyEnd = new Error('the journey ends here');

const baseUrl = __ENV['PROOFLOAD_URL'] ?? '';
const runId = __ENV['PROOFLOAD_RUN_ID'] ?? '';

/** Distinct errors of the script are logged once a user; the harness counts and shows them. */
const told = new Set<string>();

function tell(step: string | null, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : stack;
  const key = `${step}\n${stack}`;
  if (told.has(key)) return;
  told.add(key);
  // Short enough to come through the log in one piece, whatever an error has in its message.
  console.error(
    JSON.stringify({ proofload: 'script-error', step, error: text.slice(0, 300), stack: frames(stack).slice(0, 600) }),
  );
}

function frames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.includes('proofload://'))
    .join('\n');
}

const isThenable = (value: unknown): boolean => typeof (value as { then?: unknown } | undefined)?.then === 'function';

/**
 * Makes the function that k6 calls for each pass of a virtual user.
 *
 * Every pass takes one of the journeys; which one, and all choices in it, follow from seed, user and pass.
 */
export function bind(journeys: readonly Journey[], settings: Settings): () => void {
  setRequestTimeout(settings.requestTimeoutMs);
  // Reading `exec.vu` builds a new object each time (7-10 µs); the tags behind it stay valid.
  let tags: Record<string, unknown> | undefined;
  let loadEnd = Infinity;
  let passes = 0;

  return () => {
    if (tags === undefined) {
      tags = exec.vu.metrics.tags;
      loadEnd = exec.scenario.startTime + settings.loadMs;
    }
    if (Date.now() >= loadEnd) {
      // k6 ends the load a few ms later than we do; without a pause users would spin until then.
      sleep(0.02);
      return;
    }
    const vuTags = tags;
    const pass = passes++;
    const random = seededRandom(settings.seed, __VU, pass);
    const index = journeys.length === 1 ? 0 : Math.floor(random() * journeys.length);
    const journey = journeys[index];
    const [thinkMin, thinkMax] = settings.thinkMs[index] ?? [0, 0];
    if (journey === undefined) return;

    const think = (): void => {
      const ms = Math.min(thinkMin + random() * (thinkMax - thinkMin), loadEnd - Date.now());
      if (ms > 0) sleep(ms / 1000);
    };

    const step = <T>(name: string, body: () => T): T => {
      const begun = Date.now();
      if (begun >= loadEnd) throw journeyEnd;
      vuTags['step'] = name;
      beginStep();
      let value: T | undefined;
      try {
        value = body();
        if (isThenable(value)) throw new TypeError('a step must not be async: what comes later would be in no figure');
      } catch (error) {
        // A body that trips over an answer that had already failed is no defect of the script.
        if (stepFailure() === undefined) tell(name, error);
        noteFailure('exception');
      }
      const failure: FailureKind | undefined = stepFailure();
      stepDuration.add(Date.now() - begun, failure === undefined ? okTags : { outcome: 'failed', kind: failure });
      think();
      if (failure !== undefined) throw journeyEnd;
      return value as T;
    };

    const context: JourneyContext<string> = {
      step,
      url: (path) => baseUrl + path,
      user: { id: __VU, pass },
      pick: (items) => {
        if (items.length === 0) throw new RangeError('pick() was given an empty list');
        return items[Math.floor(random() * items.length)] as (typeof items)[number];
      },
      integer: (min, max) => min + Math.floor(random() * (max - min + 1)),
      run: { id: runId, seed: settings.seed },
    };

    try {
      // Typed void, and still an async function is accepted there.
      const done = (journey as { run(context: JourneyContext<string>): unknown }).run(context);
      if (isThenable(done)) throw new TypeError('run must not be async: what comes later would be in no figure');
    } catch (error) {
      if (error !== journeyEnd) {
        tell(null, error);
        // Without a pause a journey that throws at once would spin.
        think();
      }
    } finally {
      delete vuTags['step'];
    }
  };
}
