import type { RunRecord, SeriesHead } from '../model/record.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { selectPhases } from './during.ts';
import type { Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import { list, quantity } from './wording.ts';

/** Beyond it, the p95 of what succeeded says nothing about what is felt. */
const mostUnjudged = 0.05;

/**
 * What keeps a run from passing whatever its objectives say: a planned fault that met nobody, a planned step that
 * nobody took, a target that nothing was requested of, failures that no objective asks for. A pass would be read as if
 * all of it had been part of the run, and had held.
 */
export function doubtsOf(evidence: Evidence, record: RunRecord, results: readonly ObjectiveResult[]): string[] {
  return [
    ...[...evidence.unexercised.values()].map((why) => `fault not exercised: ${why}`),
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

/** Objectives on times are about what succeeded: where most fails at once, they hold. */
function unjudged({ cells, timeline }: Evidence, results: readonly ObjectiveResult[]): string[] {
  const judged = results.filter(isOfSteadyFailures);
  if (judged.some(({ steps }) => steps === null)) return [];
  const names = judged.flatMap(({ steps }) => steps ?? []);
  const where = { step: { not: true, names } };
  const question = { metric: 'error_rate', stat: null, outcome: 'any', where } as const;
  const { good, bad } = gather(cells, question, selectPhases(['steady'], timeline));
  const share = bad.count / (good.count + bad.count);
  const what = names.length === 0 ? 'of what was asked' : `of what was asked by other steps than ${list(names)}`;
  return share > mostUnjudged
    ? [
        `${quantity(share, 'share')} ${what} in steady state failed, and no objective is about error_rate or checks there`,
      ]
    : [];
}

/** A multiple of what failed in steady state says nothing about how much that may be. */
function isOfSteadyFailures({ metric, verdict, during, relative }: ObjectiveResult): boolean {
  return (
    (metric === 'error_rate' || metric === 'checks') &&
    verdict !== 'info' &&
    verdict !== 'not-evaluated' &&
    relative === null &&
    (during.includes('steady') || during.includes('all'))
  );
}
