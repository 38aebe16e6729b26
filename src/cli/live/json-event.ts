import { ProofloadError } from '../../diagnostic/error.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';

/** One line of `--json`; `docs/events.md` describes them all. */
export function jsonEvent(event: string, fields: object): string {
  return `${JSON.stringify({ event, at: new Date().toISOString(), ...fields })}\n`;
}

/** What kept a run from being carried out. */
export function errorEvent(experiment: string | null, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ProofloadError)) {
    const { code: exitCode } = exitCodes.bug;
    return jsonEvent('error', { experiment, code: 'bug', message, problems: [], hint: null, exitCode });
  }
  const { code, exitCode, hint = null } = error;
  const problems = error.problems.map((problem) => problem.message);
  return jsonEvent('error', { experiment, code, message, problems, hint, exitCode });
}
