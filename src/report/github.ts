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

/** One workflow command; both texts may be anything. */
export function annotation(level: 'error' | 'warning', title: string, message: string): string {
  const property = escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} title=${property}::${escaped(message)}`;
}

/** Plain text has no line breaks; a percent sign would begin an escape. */
function escaped(text: string): string {
  return plain(text).replaceAll('%', '%25');
}
