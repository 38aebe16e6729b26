import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Objective } from '../model/slo.ts';
import type { ObjectiveVerdict } from '../model/verdict.ts';
import type { Measured } from './value.ts';
import { against, decisiveLimit, quantity, subject } from './wording.ts';

/** Why the verdict on an objective is what it is. */
export function explain(
  objective: Objective,
  steps: readonly string[] | null,
  verdict: ObjectiveVerdict,
  { estimate, samples, untimed, unfinished }: Measured,
  minSamples: number,
): string {
  const { metric, stat, outcome, target, critical } = objective;
  const unit = unitOf(metricOf(objective), stat);
  const what = subject({ metric, stat, steps });
  const parts: string[] = [];
  if (estimate === null) {
    parts.push(`${what} is unknown: there are no samples`);
  } else {
    const limit = decisiveLimit({ verdict, target, critical });
    parts.push(`${what} ${against(estimate.value, limit, unit, isAtMost(objective))}`);
    const missed = verdict === 'fail' || verdict === 'warn';
    // Only intervals can miss a limit that their middle keeps, and only times have intervals.
    if (missed && samples >= minSamples && estimate.value <= limit && estimate.high > limit) {
      parts.push(`it may be up to ${quantity(estimate.high, unit)}, and the worse side counts`);
    }
    const proof = verdict === 'fail' ? ', and they prove it' : '';
    parts.push(samples >= minSamples ? `${samples} samples` : `${samples} of the ${minSamples} samples needed${proof}`);
  }
  if (unfinished !== null) {
    const most = Number.isFinite(unfinished.high) ? ` up to ${quantity(unfinished.high, unit)}` : ' any value';
    parts.push(`${unfinished.count} had not ended with the load, so it may be${most}`);
  }
  if (outcome !== 'ok' && untimed > 0) parts.push(`${untimed} more had no time, such as refused connections`);
  return parts.join('; ');
}
