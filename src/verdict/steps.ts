import type { StepResult } from '../model/verdict.ts';
import type { Selection } from './during.ts';
import type { Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import type { Question } from './metric.ts';
import { percentile } from './quantile.ts';
import { allSteps } from './step-names.ts';

const wholeRun: Selection = { phases: new Set(), all: true, faults: [] };

/** Each step over the whole run; times are those of its requests that succeeded. */
export function stepResults(evidence: Evidence): StepResult[] {
  return allSteps(evidence).map((step) => {
    const ask = (metric: Question['metric'], outcome: Question['outcome']) =>
      gather(evidence.cells, { metric, stat: null, outcome, where: { step: { not: false, names: [step] } } }, wholeRun);
    const { good, bad } = ask('error_rate', 'any');
    const times = ask('response_time', 'ok').good;
    const inMs = (thousandths: number | undefined) => (thousandths === undefined ? null : thousandths / 1000);
    return {
      step,
      requests: ask('response_time', 'any').good.count,
      failedSteps: bad.count,
      limitedSteps: ask('limited_rate', 'any').bad.count,
      steps: good.count + bad.count,
      meanMs: times.timed === 0 ? null : times.sum / times.timed / 1000,
      p50Ms: inMs(percentile(times, 50)?.value),
      p95Ms: inMs(percentile(times, 95)?.value),
      p99Ms: inMs(percentile(times, 99)?.value),
      maxMs: times.timed === 0 ? null : times.max / 1000,
    };
  });
}
