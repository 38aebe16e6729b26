import type { Objective } from '../model/slo.ts';
import type { Evidence } from './evidence.ts';
import { partOf } from './metric.ts';
import { isSampled } from './sampled-value.ts';
import { missingSteps } from './step-names.ts';
import { missingName, type MissingName } from './where.ts';

type Asked = Pick<Objective, 'metric' | 'own' | 'where'>;

/** A name in a filter that nothing has; those of steps are checked before a run, but for plain scripts. */
export function missingIn(objective: Objective, evidence: Evidence): MissingName | null {
  const { where, ratio } = objective;
  const asked: readonly Asked[] = ratio === undefined ? [objective] : [ratio.of, ratio.per];
  const missing = (sentence: string): MissingName => ({ sentence, isKey: false });
  for (const one of asked) {
    const step = missingSteps(one.where['step'], evidence);
    if (step !== null) return missing(step);
  }
  if (isSampled(objective)) {
    const labels = evidence.sampled.filter(({ name }) => name === objective.metric).map((one) => one.labels);
    return missingName(where, labels);
  }
  const { series, source } = evidence.cells;
  const tagsOf = (one: Asked) => {
    const question = { ...objective, ...one, ratio: undefined, where: {} };
    return series.filter((head) => partOf(head, question, source) !== null).map(({ tags }) => tags);
  };
  for (const one of asked) {
    const tags = tagsOf(one);
    // None of what never came at all may also be none of what nobody counts.
    if (ratio !== undefined && tags.length === 0) return missing(`there is no ${one.metric} in this run`);
    const name = missingName(one.where, tags, ['step']);
    if (name !== null) return name;
  }
  return null;
}
