import { formatDuration } from '../model/duration.ts';
import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Objective, Window } from '../model/slo.ts';
import type { ObjectiveVerdict } from '../model/verdict.ts';
import type { Measured } from './value.ts';
import type { WindowFinding } from './streak.ts';
import { withoutKey } from './where.ts';
import { against, decisiveLimit, describeWindow, metricText, quantity, subject } from './wording.ts';

/** Why the verdict on an objective is what it is. */
export function explain(
  objective: Objective,
  steps: readonly string[] | null,
  verdict: ObjectiveVerdict,
  { estimate, samples, untimed, unfinished }: Measured,
  minSamples: number,
): string {
  const { stat, outcome, target, critical } = objective;
  const unit = unitOf(metricOf(objective), stat);
  const what = subjectOf(objective, steps);
  const parts: string[] = [];
  if (estimate === null) {
    parts.push(`${what} is unknown: ${samples === 0 ? 'there are no samples' : `${samples} samples do not tell it`}`);
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

function subjectOf(objective: Objective, steps: readonly string[] | null): string {
  const { stat, where } = objective;
  return subject({ metric: metricText(objective), stat, steps, where: withoutKey(where, 'step') });
}

/** The same of what is judged by windows. @param minSamples of one of them */
export function explainWindows(
  objective: Objective,
  steps: readonly string[] | null,
  verdict: ObjectiveVerdict,
  window: Window,
  { value, breaches, count, unknown, bad }: WindowFinding,
  samples: number,
  minSamples: number,
): string {
  const { stat, target, critical } = objective;
  const unit = unitOf(metricOf(objective), stat);
  const what = subjectOf(objective, steps);
  const parts: string[] = [];
  if (value === null) {
    const why = samples === 0 ? 'there are no samples' : `no stretch of ${formatDuration(window.lengthMs)} is known`;
    parts.push(`${what} is unknown: ${why}`);
  } else {
    const limit = decisiveLimit({ verdict, target, critical });
    parts.push(`${what} ${against(value.value, limit, unit, isAtMost(objective))} ${describeWindow(window)}`);
  }
  if (window.kind === 'rolling' && bad > 0) parts.push(`${bad} of ${count} windows missed it`);
  if (breaches.firstMs !== null) {
    const { firstMs, longestMs, totalMs } = breaches;
    const all = totalMs > longestMs ? `, ${formatDuration(totalMs)} in all` : '';
    parts.push(`first missed at ${formatDuration(firstMs)}, for ${formatDuration(longestMs)} at a stretch${all}`);
  }
  if (unknown > 0) {
    const few = minSamples === 1 ? 'no sample' : `fewer than the ${minSamples} samples needed`;
    parts.push(`${unknown} of ${count} stretches had ${few}`);
  }
  parts.push(`${samples} samples`);
  return parts.join('; ');
}
