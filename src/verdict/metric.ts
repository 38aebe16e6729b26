import type { SeriesHead } from '../model/record.ts';
import { metricOf } from '../model/metric.ts';
import type { Counted, Objective, Ratio } from '../model/slo.ts';
import { passes } from './where.ts';

/** What an objective asks, without its limits. */
export type Question = Pick<Objective, 'metric' | 'own' | 'ratio' | 'stat' | 'outcome' | 'where'>;

/**
 * How the samples of a series take part in an answer. `bad` is what a share is of, such as failed steps, and of
 * times what had not ended yet. Of checks and the like, each sample tells itself. Of a ratio, `bad` is what it is of, and
 * `good` what that is counted for.
 */
export type Part = 'good' | 'bad' | 'both' | null;

/** What counts as a step that failed or not: `step_duration`, or requests in a k6 script that has no steps of ours. */
export type OutcomeSource = 'steps' | 'requests';

const isRequests = (series: SeriesHead) => series.type === 'http';
const isSteps = (series: SeriesHead) => series.type === 'trend' && series.metric === 'step_duration';

export function outcomeSource(series: readonly SeriesHead[]): OutcomeSource {
  return series.some(isSteps) ? 'steps' : 'requests';
}

export function partOf(series: SeriesHead, question: Question, source: OutcomeSource): Part {
  if (question.ratio !== undefined) return partOfRatio(series, question.ratio, source);
  if (!passes(series.tags, question.where)) return null;
  const outcome = outcomeOf(series);
  switch (question.metric) {
    case 'response_time':
      return isRequests(series) && wanted(question.outcome, outcome) ? 'good' : null;
    case 'step_time':
      return isSteps(series) && wanted(question.outcome, outcome) ? 'good' : null;
    case 'error_rate':
      // A request outside of any step is in no step's outcome; its failure must not be in no figure at all.
      if (source === 'steps' && isRequests(series))
        return series.tags['step'] === undefined && series.failed ? 'bad' : null;
      if (!(source === 'steps' ? isSteps(series) : isRequests(series))) return null;
      // Who was turned away was not served: counted as well served, a target that turns nearly all away has no errors.
      if (outcome === 'censored' || outcome === 'limited') return null;
      return outcome === 'ok' ? 'good' : 'bad';
    case 'limited_rate':
      if (!isSteps(series) || outcome === 'censored') return null;
      return outcome === 'limited' ? 'bad' : 'good';
    case 'throughput':
      return isRequests(series) ? 'good' : null;
    default:
      if (series.metric !== question.metric || series.type !== metricOf(question).kind) return null;
      if (outcome === 'censored') return question.outcome === 'failed' ? null : 'bad';
      return outcome === null || wanted(question.outcome, outcome) ? 'good' : null;
  }
}

function partOfRatio(series: SeriesHead, { of, per }: Ratio, source: OutcomeSource): Part {
  const has = (count: Counted) => partOf(series, { ...count, stat: 'count', outcome: 'any' }, source) !== null;
  if (has(of)) return has(per) ? 'both' : 'bad';
  return has(per) ? 'good' : null;
}

const outcomes: readonly (string | undefined)[] = ['ok', 'failed', 'limited', 'censored'];

/** Null: the samples have no outcome, or the tag is a script's own. */
function outcomeOf(series: SeriesHead): string | null {
  if (isRequests(series)) return series.failed ? 'failed' : 'ok';
  const tag = series.tags['outcome'];
  return tag !== undefined && outcomes.includes(tag) ? tag : null;
}

function wanted(asked: Objective['outcome'], outcome: string | null): boolean {
  return asked === 'any' || asked === outcome;
}
