import type { StepTrend } from '../model/course.ts';
import { toldPercentiles, type LoadResult, type StepResult } from '../model/verdict.ts';
import type { Selection } from './during.ts';
import type { Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import type { Question } from './metric.ts';
import { percentile } from './quantile.ts';

const wholeRun: Selection = { phases: new Set(), all: true, faults: [] };

/** Each step over the whole run; times are those of its requests that succeeded. @param trends of all steps */
export function stepResults(evidence: Evidence, trends: ReadonlyMap<string, StepTrend>): StepResult[] {
  return [...trends].map(([step, trend]) => ({
    step,
    ...loadResult(evidence, { step: { not: false, names: [step] } }),
    trend,
  }));
}

/** All that was asked over the whole run, as one. */
export function totalResult(evidence: Evidence): LoadResult {
  return loadResult(evidence, {});
}

function loadResult({ cells }: Evidence, where: Question['where']): LoadResult {
  const ask = (metric: Question['metric'], outcome: Question['outcome']) =>
    gather(cells, { metric, stat: null, outcome, where }, wholeRun);
  const { good, bad } = ask('error_rate', 'any');
  const times = ask('response_time', 'ok').good;
  const inMs = (thousandths: number) => thousandths / 1000;
  const at = (percent: number): number | null => {
    const estimate = percent === 100 ? { value: times.max } : percentile(times, percent);
    return times.timed === 0 || estimate === null ? null : inMs(estimate.value);
  };
  return {
    requests: ask('response_time', 'any').good.count,
    failedSteps: bad.count,
    limitedSteps: ask('limited_rate', 'any').bad.count,
    steps: good.count + bad.count,
    meanMs: times.timed === 0 ? null : inMs(times.sum / times.timed),
    p50Ms: at(50),
    p95Ms: at(95),
    p99Ms: at(99),
    minMs: times.timed === 0 ? null : inMs(times.min),
    maxMs: at(100),
    percentilesMs: toldPercentiles.flatMap((percent) => at(percent) ?? []),
  };
}
