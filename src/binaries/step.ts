import { ProofloadError } from '../diagnostic/error.ts';
import { startChild, type Child, type Exit } from '../system/child.ts';
import { sleep } from '../system/clock.ts';
import { buildJournal } from './build-journal.ts';
import type { Staging } from './staging.ts';

export interface StepSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile?: string | undefined;
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  /** Why it failed, out of what it said. @default its last three lines */
  readonly complaint?: (() => string) | undefined;
}

/**
 * Runs a program that works in the staging folder. Gives `undefined` when it ended well, else the rest of a sentence about it:
 * how it ended, and its last words.
 *
 * Aborting ends the program with all that it started; then this rejects with the reason.
 *
 * @throws {ProofloadError} `child-not-stopped`
 */
export async function runStep(spec: StepSpec, staging: Staging): Promise<string | undefined> {
  spec.signal?.throwIfAborted();
  using journal = buildJournal(staging.folder);
  let child: Child;
  try {
    child = await startChild({ ...spec, stopSignal: 'SIGINT' }, journal); // Go tidies up on SIGINT only
  } catch (error) {
    if (!(error instanceof ProofloadError) || error.code !== 'spawn-failed') throw error;
    return `could not be started: ${error.cause instanceof Error ? error.cause.message : error.message}`;
  }
  if (spec.onLine !== undefined) child.onLine(spec.onLine);
  try {
    const exit = await exitWithin(child, spec.limitMs, spec.signal);
    const words = (spec.complaint?.() ?? child.lastLog(3).join(' | ')).slice(0, 500);
    if (exit === undefined) return `was not done within ${spec.limitMs / 1000} s`;
    return exit.code === 0 ? undefined : `ended with ${ending(exit)}${words === '' ? '' : `: ${words}`}`;
  } finally {
    await child.stop();
  }
}

async function exitWithin(child: Child, limitMs: number, signal: AbortSignal | undefined): Promise<Exit | undefined> {
  const over = new AbortController();
  const late = sleep(limitMs, AbortSignal.any([over.signal, ...(signal === undefined ? [] : [signal])])).then(
    () => undefined,
  );
  late.catch(() => undefined); // nobody waits for it once the program has ended
  try {
    const exit = await Promise.race([child.exited, late]);
    signal?.throwIfAborted();
    return exit;
  } finally {
    over.abort();
  }
}

function ending({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
}
