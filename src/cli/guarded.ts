import { exitCodes } from '../diagnostic/exit-code.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import { explained } from '../diagnostic/file-trouble.ts';
import { renderError } from '../diagnostic/render.ts';
import type { CliContext } from './context.ts';
import { tellGithubOfError } from './github.ts';
import { errorEvent } from './live/json-event.ts';
import { onStrayError } from './stray-errors.ts';

/** Runs a command's work: its number is the exit code, and every error is told in the way that users know; with `json` as an event too. */
export async function guarded(
  context: CliContext & { readonly json?: boolean },
  work: () => Promise<number>,
): Promise<void> {
  const tell = async (thrown: unknown): Promise<number> => {
    const error = explained(thrown);
    if (context.json === true) context.host.out(errorEvent(null, error));
    context.host.err(`${renderError(error, context.host.cwd)}\n`);
    await tellGithubOfError(context.host, error);
    return error instanceof ProofloadError ? error.exitCode : exitCodes.bug.code;
  };
  const strays = onStrayError(tell);
  context.process.exitCode = await work().catch(tell);
  strays[Symbol.dispose]();
}
