import type { RunRecord, SeriesHead } from '../model/record.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { selectPhases } from './during.ts';
import type { Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import { list, quantity } from './wording.ts';

/** Beyond it, the p95 of what was served says nothing about what is felt. */
const mostUnjudged = 0.05;

/**
 * What keeps a run from passing whatever its objectives say: a planned fault that met nobody, a planned step that
 * nobody took, a target that nothing was requested of, failures and refusals that no objective asks for. A pass would be
 * read as if all of it had been part of the run, and had held.
 */
export function doubtsOf(evidence: Evidence, record: RunRecord, results: readonly ObjectiveResult[]): string[] {
  return [
    ...[...evidence.unexercised.values()].map(({ why }) => `fault not exercised: ${why}`),
    ...untaken(evidence, record),
    ...untouched(record),
    ...unjudged(evidence, results),
  ];
}

/** Journeys may have steps of the same name. Older records do not tell them apart. */
function untaken({ plan: { scenario } }: Evidence, { series }: RunRecord): string[] {
  const taken = series.filter(({ metric, cells }) => metric === 'step_duration' && cells.length > 0);
  const isTaken = (journey: string, step: string) =>
    taken.some(({ tags }) => tags['step'] === step && (tags['journey'] ?? journey) === journey);
  const isOne = scenario.journeys.length === 1;
  return scenario.journeys.flatMap(({ name, steps }) => {
    const missing = steps.filter((step) => !isTaken(name, step));
    if (missing.length === steps.length && !isOne) return [`the journey ${name} was never taken`];
    return missing.map((step) => `the step ${step}${isOne ? '' : ` of the journey ${name}`} was never taken`);
  });
}

/** What k6 and the runtime tell of themselves, whether anything is requested or not. */
const idle =
  /^(iterations|iteration_duration|dropped_iterations|data_(sent|received)|vus|vus_max|checks|group_duration|step_duration|active_users|start_lag|sleep_lateness)$/;

function untouched({ manifest, series }: RunRecord): string[] {
  const seen = series.filter(({ cells }) => cells.length > 0);
  // What extensions request with may have no metric.
  const { k6Extensions = [] } = manifest.plan;
  if (k6Extensions.length === 0 && seen.every(({ metric }) => idle.test(metric))) return ['nothing was requested'];
  const requests = seen.filter(({ type }) => type === 'http');
  const isAstray = ({ astray }: SeriesHead) => astray === true;
  return requests.length > 0 && requests.every(isAstray)
    ? ["no request went to the target's own address; all went elsewhere"]
    : [];
}

/** What a target may do in place of serving, and the metrics that tell of it. Objectives on times are about what it served. */
const unserved = [
  { metric: 'error_rate', told: ['error_rate', 'checks'], word: 'failed' },
  { metric: 'limited_rate', told: ['limited_rate'], word: 'was turned away' },
] as const;

function unjudged({ cells, timeline }: Evidence, results: readonly ObjectiveResult[]): string[] {
  return unserved.flatMap(({ metric, told, word }) => {
    const judged = results.filter((result) => told.some((name) => name === result.metric) && isOfSteady(result));
    if (judged.some(({ steps }) => steps === null)) return [];
    const names = judged.flatMap(({ steps }) => steps ?? []);
    const where = { step: { not: true, names } };
    const { good, bad } = gather(
      cells,
      { metric, stat: null, outcome: 'any', where },
      selectPhases(['steady'], timeline),
    );
    const share = bad.count / (good.count + bad.count);
    const what = names.length === 0 ? 'of what was asked' : `of what was asked by other steps than ${list(names)}`;
    const missing = `no objective is about ${told.join(' or ')} there`;
    return share > mostUnjudged ? [`${quantity(share, 'share')} ${what} in steady state ${word}, and ${missing}`] : [];
  });
}

/** A multiple of what steady state itself had says nothing about how much that may be. */
function isOfSteady({ verdict, during, relative }: ObjectiveResult): boolean {
  return (
    verdict !== 'info' &&
    verdict !== 'not-evaluated' &&
    relative === null &&
    (during.includes('steady') || during.includes('all'))
  );
}
