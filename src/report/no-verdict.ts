import { isAbsolute, relative } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { exitCodes } from '../diagnostic/exit-code.ts';
import { formatPlace, type Place } from '../diagnostic/place.ts';
import { renderError } from '../diagnostic/render.ts';
import type { Redact } from '../model/secrets.ts';
import { annotation, mostAnnotations } from './github.ts';
import { fit, line, list, md, signs } from './markdown-blocks.ts';
import { clip, harmless } from './plain-text.ts';

/** Whoever reads it: what paths are shown relative to, and what is kept from them. */
interface Reader {
  readonly cwd: string;
  readonly redact: Redact;
}

/**
 * Workflow commands of GitHub Actions for what kept a command from a verdict: each problem of a file at its line.
 *
 * @param repository folder of the checkout
 */
export function errorAnnotations(error: unknown, repository: string, { cwd, redact }: Reader): string[] {
  if (!(error instanceof ProofloadError) || error.problems.length === 0) {
    const place = error instanceof ProofloadError ? error.location : undefined;
    const lines = redact(renderError(error, cwd)).split('\n');
    return [annotation('error', 'proofload', lines, placeIn(repository, place))];
  }
  return error.problems.slice(0, mostAnnotations).map(({ message, hint, place }) => {
    const inFile = placeIn(repository, place);
    const flag = place === undefined || inFile !== undefined ? '' : `${formatPlace(place)}: `;
    const lines = [`${flag}${message}`, ...(hint === undefined ? [] : [hint])];
    return annotation('error', `proofload: ${redact(error.message)}`, lines.map(redact), inFile);
  });
}

/** Undefined for a flag, which is no file. */
function placeIn(repository: string, place: Place | undefined): Place | undefined {
  return place === undefined || !isAbsolute(place.file)
    ? undefined
    : { ...place, file: relative(repository, place.file) };
}

/** What stands on the page of a workflow instead of a summary; Markdown. */
export function renderNoVerdict(error: unknown, { cwd, redact }: Reader): string {
  const exitCode = error instanceof ProofloadError ? error.exitCode : exitCodes.bug.code;
  const [first = '', ...rest] = harmless(redact(renderError(error, cwd))).split('\n');
  return fit([
    line(`## ${signs.fail} No verdict (exit code ${exitCode}): ${md(first.replace(/^proofload: /, ''))}`),
    // As a block of code by indentation: nothing in a line of text can end it.
    list(
      '',
      rest.map((text) => `    ${clip(text, 2000)}`),
    ),
  ]);
}
