import { Trend } from 'k6/metrics';
import { beginStep, noteFailure, stepFailure, type FailureKind } from './current-step.ts';
import { isThenable, journeyEnd, type Pass } from './pass.ts';
import { tell } from './script-error.ts';
import { think } from './think.ts';

/** One sample a step: its length, dated by its end, with its outcome. Counts of failed steps come from it. */
const stepDuration = new Trend('step_duration', true);
const okTags = { outcome: 'ok' };

/** The `step` of one pass. */
export function stepOf(pass: Pass): <T>(name: string, body: () => T) => T {
  const { tags, untilMs } = pass;
  return <T>(name: string, body: () => T): T => {
    const begun = Date.now();
    if (begun >= untilMs) throw journeyEnd;
    tags['step'] = name;
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
    think(pass);
    if (failure !== undefined) throw journeyEnd;
    return value as T;
  };
}
