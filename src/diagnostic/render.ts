import { ProofloadError, type Problem } from './error.ts';
import { formatPlace } from './place.ts';

function renderProblem(problem: Problem): string {
  const place = problem.place === undefined ? '' : `${formatPlace(problem.place)}  `;
  const hint = problem.hint === undefined ? '' : `\n      ${problem.hint}`;
  return `  ${place}${problem.message}${hint}`;
}

function causes(error: unknown): string[] {
  const lines: string[] = [];
  for (let cause = error; cause instanceof Error && lines.length < 5; cause = cause.cause) lines.push(`  because: ${cause.message}`);
  return lines;
}

/** What a person reads when a run cannot go on: what, where, why, what to do. */
export function renderError(error: unknown): string {
  if (!(error instanceof ProofloadError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `proofload: internal error (this is a defect of Proofload, please report it)\n${detail}`;
  }
  const lines = [`proofload: ${error.message} [${error.code}]`];
  if (error.location !== undefined) lines.push(`  at ${formatPlace(error.location)}`);
  lines.push(...error.problems.map(renderProblem), ...causes(error.cause));
  if (error.hint !== undefined) lines.push(`  what to do: ${error.hint}`);
  return lines.join('\n');
}
