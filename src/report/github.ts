import type { Place } from '../diagnostic/place.ts';
import type { ObjectiveResult, Verdict } from '../model/verdict.ts';
import { plain } from './plain-text.ts';
import { lookOf, nameOf, otherReasons } from './wording.ts';

/** GitHub shows so many of each level for a step, and drops the rest without a word. */
export const mostAnnotations = 10;

/**
 * Workflow commands of GitHub Actions that mark a run's failures on the page of the workflow, the worst first; see
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
 */
export function renderAnnotations(verdict: Verdict): string[] {
  const of = (kind: ObjectiveResult['verdict']) => verdict.objectives.filter((one) => one.verdict === kind);
  const tell = (level: 'error' | 'warning', one: ObjectiveResult) =>
    annotation(level, `${verdict.experiment}: ${nameOf(one)}`, one.reason);
  const run = lookOf(verdict).done;
  const own = otherReasons(verdict).filter(({ exitCode }) => exitCode !== 0);
  const errors = [
    ...of('fail').map((one) => tell('error', one)),
    ...own.map(({ text }) => annotation('error', `${verdict.experiment}: ${run}`, text)),
    ...of('inconclusive').map((one) => tell('error', one)),
  ];
  return [
    ...errors.slice(0, mostAnnotations),
    ...of('warn')
      .slice(0, mostAnnotations)
      .map((one) => tell('warning', one)),
  ];
}

/**
 * One workflow command; all texts may be anything.
 *
 * @param place its file relative to the repository
 */
export function annotation(
  level: 'error' | 'warning',
  title: string,
  message: string | readonly string[],
  place?: Place,
): string {
  const { file, line, column } = place ?? {};
  const properties = Object.entries({ file, line, col: column, title }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  );
  return `::${level} ${properties.join(',')}::${[message].flat().map(escaped).join('%0A')}`;
}

/** Plain text has no line breaks; a percent sign would begin an escape. */
function escaped(text: string): string {
  return plain(text).replaceAll('%', '%25');
}
