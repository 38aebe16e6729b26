import { exitCodes } from '../diagnostic/exit-code.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import { renderError } from '../diagnostic/render.ts';
import type { CliContext } from './context.ts';

/** Runs a command's work: its number is the exit code, and every error is told in the way that users know. */
export async function guarded(context: CliContext, work: () => Promise<number>): Promise<void> {
  try {
    context.process.exitCode = await work();
  } catch (error) {
    context.host.err(`${renderError(error, context.host.cwd)}\n`);
    context.process.exitCode = error instanceof ProofloadError ? error.exitCode : exitCodes.bug.code;
  }
}
