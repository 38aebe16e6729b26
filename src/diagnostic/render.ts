import { ProofloadError, type Problem } from './error.ts';
import { isAbsolute, relative } from 'node:path';
import { formatPlace, type Place } from './place.ts';

/** Below the working folder a short name serves better, also to click on. */
function shownPlace(place: Place, cwd: string): string {
  if (!isAbsolute(place.file)) return formatPlace(place);
  const short = relative(cwd, place.file);
  return formatPlace(short.startsWith('..') ? place : { ...place, file: short === '' ? '.' : short });
}

function renderProblem(problem: Problem, cwd: string): string {
  const place = problem.place === undefined ? '' : `${shownPlace(problem.place, cwd)}  `;
  const hint = problem.hint === undefined ? '' : `\n      ${problem.hint}`;
  return `  ${place}${problem.message}${hint}`;
}

function causes(error: unknown): string[] {
  const lines: string[] = [];
  for (let cause = error; cause instanceof Error && lines.length < 5; cause = cause.cause)
    lines.push(`  because: ${cause.message}`);
  return lines;
}

/** What a person reads when a run cannot go on: what, where, why, what to do. */
export function renderError(error: unknown, cwd: string): string {
  if (!(error instanceof ProofloadError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `proofload: internal error (this is a defect of Proofload, please report it)\n${detail}`;
  }
  const lines = [`proofload: ${error.message} [${error.code}]`];
  if (error.location !== undefined) lines.push(`  at ${shownPlace(error.location, cwd)}`);
  lines.push(...error.problems.map((problem) => renderProblem(problem, cwd)), ...causes(error.cause));
  if (error.hint !== undefined) lines.push(`  what to do: ${error.hint}`);
  return lines.join('\n');
}
