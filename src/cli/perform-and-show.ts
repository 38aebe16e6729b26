import { resolve } from 'node:path';
import type { ProofloadError } from '../diagnostic/error.ts';
import { exitCodes } from '../diagnostic/exit-code.ts';
import type { Request } from '../inputs/request.ts';
import type { Verdict } from '../model/verdict.ts';
import { runExperiment } from '../run/pipeline.ts';
import { redactorOf } from './discreet.ts';
import type { CliHost } from './host.ts';
import type { Interruptions } from './interruptions.ts';
import { showRun } from './live/shown-run.ts';
import type { RunFlags } from './run-flags.ts';

export interface Shown {
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly folder: string;
}

/**
 * Runs an experiment and shows it: with progress on stderr and the verdict on stdout, or all as events. An invalid run
 * is repeated as often as the flags say; each is shown, and the last one counts.
 */
export async function performAndShow(
  host: CliHost,
  root: string,
  request: Request,
  flags: RunFlags,
  signals: Interruptions,
): Promise<Shown> {
  let shown = await performOnce(host, root, request, flags, signals, null);
  for (let left = flags.rerunInvalid; left > 0 && isForRerun(shown.verdict); left--)
    shown = await performOnce(host, root, request, flags, signals, shown.verdict.runId);
  return shown;
}

/**
 * Another try may only undo what the measurement is to blame for: failures stand, so does a target that died or was too
 * slow for the load, and who interrupts wants no more.
 */
export function isForRerun({ repeatable, exitCode }: Pick<Verdict, 'repeatable' | 'exitCode'>): boolean {
  return repeatable && exitCode === exitCodes.invalid.code;
}

async function performOnce(
  host: CliHost,
  root: string,
  request: Request,
  flags: RunFlags,
  signals: Interruptions,
  rerunOf: string | null,
): Promise<Shown> {
  const progress = showRun(host, request.experiment, flags.json, signals);
  try {
    if (rerunOf !== null) progress.note(`once more, since ${rerunOf} is invalid`);
    const { verdict, folder, notWritten } = await runExperiment(request, {
      env: host.env,
      reportsDir: resolve(root, flags.reports),
      node: host.node,
      command: ['proofload', ...host.argv],
      redact: redactorOf(host.env, { env: request.overrides.env, redact: flags.redact }),
      interrupted: signals.interrupted,
      hurried: signals.hurried,
      onRead() {
        signals.hold();
        progress.listen();
      },
      progress,
      rerunOf,
    });
    const exitCode = exitCodeOf(verdict, flags.strict, notWritten);
    progress.verdict({ verdict, folder, notWritten }, exitCode);
    return { verdict, folder, exitCode };
  } finally {
    progress.end();
  }
}

/** That of the verdict; of one that is green, that of what kept its reports from being written. */
export function exitCodeOf(verdict: Verdict, strict: boolean, notWritten: ProofloadError | null): number {
  if (verdict.exitCode !== exitCodes.pass.code) return verdict.exitCode;
  if (strict && verdict.verdict === 'warn') return exitCodes.failed.code;
  return notWritten?.exitCode ?? exitCodes.pass.code;
}
