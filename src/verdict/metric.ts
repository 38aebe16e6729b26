import type { SeriesHead } from '../model/record.ts';
import type { Objective, StepFilter } from '../model/slo.ts';

/** What an objective asks, without its limits. */
export type Question = Pick<Objective, 'metric' | 'stat' | 'outcome' | 'where'>;

/** How the samples of a series take part in an answer. Of checks, each sample tells itself whether it is good. */
export type Part = 'good' | 'bad' | null;

/** What counts as a step that failed or not: `step_duration`, or requests in a k6 script that has no steps of ours. */
export type OutcomeSource = 'steps' | 'requests';

const isRequests = (series: SeriesHead) => series.type === 'http';
const isSteps = (series: SeriesHead) => series.type === 'trend' && series.metric === 'step_duration';
const isChecks = (series: SeriesHead) => series.type === 'rate' && series.metric === 'checks';

/** Series that any metric is about; the rest is for reports only. */
export function isJudged(series: SeriesHead): boolean {
  return isRequests(series) || isSteps(series) || isChecks(series);
}

export function outcomeSource(series: readonly SeriesHead[]): OutcomeSource {
  return series.some(isSteps) ? 'steps' : 'requests';
}

export function partOf(series: SeriesHead, question: Question, source: OutcomeSource): Part {
  if (!passes(series.tags['step'], question.where.step)) return null;
  const bad = isSteps(series) ? series.tags['outcome'] !== 'ok' : series.failed;
  switch (question.metric) {
    case 'response_time':
      return isRequests(series) && wanted(question.outcome, bad) ? 'good' : null;
    case 'step_time':
      return isSteps(series) && wanted(question.outcome, bad) ? 'good' : null;
    case 'error_rate':
      // A request outside of any step is in no step's outcome; its failure must not be in no figure at all.
      if (source === 'steps' && isRequests(series)) return series.tags['step'] === undefined && bad ? 'bad' : null;
      if (!(source === 'steps' ? isSteps(series) : isRequests(series))) return null;
      return bad ? 'bad' : 'good';
    case 'checks':
      return isChecks(series) ? 'good' : null;
    case 'throughput':
      return isRequests(series) ? 'good' : null;
  }
}

function wanted(outcome: Objective['outcome'], failed: boolean): boolean {
  return outcome === 'any' || (outcome === 'failed') === failed;
}

/** What has no step is none of the named ones. */
function passes(step: string | undefined, filter: StepFilter | undefined): boolean {
  if (filter === undefined) return true;
  return (step !== undefined && filter.names.includes(step)) !== filter.not;
}
