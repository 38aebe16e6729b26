import { resolve } from 'node:path';
import { exitCodes } from '../diagnostic/exit-code.ts';
import type { Request } from '../inputs/request.ts';
import { redactor, type Redact } from '../model/secrets.ts';
import type { Verdict } from '../model/verdict.ts';
import { runExperiment } from '../run/pipeline.ts';
import { tellGithub } from './github.ts';
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
    const { verdict, folder } = await runExperiment(request, {
      env: host.env,
      reportsDir: resolve(root, flags.reports),
      node: host.node,
      command: ['proofload', ...host.argv],
      redact: redactorOf(host, request, flags.redact),
      interrupted: signals.interrupted,
      hurried: signals.hurried,
      progress,
      rerunOf,
    });
    const exitCode = exitCodeOf(verdict, flags.strict);
    progress.verdict(verdict, exitCode, folder);
    await tellGithub(host, verdict, folder);
    return { verdict, folder, exitCode };
  } finally {
    progress.end();
  }
}

/** Secrets are in the environment of the harness and in what the script is given. */
function redactorOf(host: CliHost, { overrides }: Request, named: readonly string[] = []): Redact {
  const given = (overrides.env ?? []).map((pair) => [
    pair.slice(0, pair.indexOf('=')),
    pair.slice(pair.indexOf('=') + 1),
  ]);
  return redactor({ ...host.env, ...(Object.fromEntries(given) as Record<string, string>) }, named);
}

export function exitCodeOf(verdict: Verdict, strict: boolean): number {
  return strict && verdict.verdict === 'warn' && verdict.exitCode === 0 ? exitCodes.failed.code : verdict.exitCode;
}
