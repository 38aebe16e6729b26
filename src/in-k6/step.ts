import { Trend } from 'k6/metrics';
import { now } from './clock.ts';
import { beginStep, endStep, noteFailure, stepEnd, type StepEnd } from './current-step.ts';
import { isThenable, journeyEnd, type Pass } from './pass.ts';
import { tell } from './script-error.ts';
import { thinkOf } from './think.ts';

/** One sample a step: its length, dated by its end, with its outcome. Counts of failed steps come from it. */
const stepDuration = new Trend('step_duration', true);

/** The `step` of one user, for all its passes. */
export function stepOf(pass: Pass): <T>(name: string, body: () => T) => T {
  const { tags } = pass;
  const think = thinkOf(pass);
  return <T>(name: string, body: () => T): T => {
    const begun = now();
    if (begun >= pass.untilMs) throw journeyEnd;
    tags['step'] = name;
    beginStep();
    let value: T | undefined;
    try {
      value = body();
      if (isThenable(value)) throw new TypeError('a step must not be async: what comes later would be in no figure');
    } catch (error) {
      // A body that trips over an answer that had already failed is no defect of the script.
      if (stepEnd() === undefined) tell(name, error);
      noteFailure('exception');
    }
    const end = endStep();
    const ended = now();
    addStep(tags, ended - begun, end);
    // What is requested before the next step belongs to none.
    delete tags['step'];
    think(end?.outcome === 'limited' ? end.retryAfterMs : 0, ended);
    if (end !== undefined) throw journeyEnd;
    return value as T;
  };
}

/** The outcome is a tag of the user for as long as the sample takes: an object of tags would cost k6 more than the sample. */
function addStep(tags: Pass['tags'], tookMs: number, end: StepEnd | undefined): void {
  tags['outcome'] = end === undefined ? 'ok' : end.outcome;
  if (end?.outcome === 'failed') tags['kind'] = end.kind;
  stepDuration.add(tookMs);
  delete tags['outcome'];
  if (end?.outcome === 'failed') delete tags['kind'];
}
