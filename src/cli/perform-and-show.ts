import { join, relative, resolve } from 'node:path';
import { exitCodes } from '../diagnostic/exit-code.ts';
import type { Request } from '../inputs/request.ts';
import type { Verdict } from '../model/verdict.ts';
import { renderTerminal } from '../report/terminal.ts';
import { runExperiment } from '../run/pipeline.ts';
import type { CliHost } from './host.ts';
import { terminalProgress } from './progress.ts';
import type { RunFlags } from './run-flags.ts';

export interface Shown {
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly folder: string;
}

/** Runs an experiment with progress on stderr, and prints its verdict on stdout. */
export async function performAndShow(
  host: CliHost,
  root: string,
  request: Request,
  flags: RunFlags,
  interrupted: AbortSignal,
): Promise<Shown> {
  const progress = terminalProgress(host);
  try {
    const { verdict, folder } = await runExperiment(request, {
      env: host.env,
      reportsDir: resolve(root, flags.reports),
      node: host.node,
      command: ['proofload', ...host.argv],
      interrupted,
      progress,
    });
    progress.end();
    const reports = relative(host.cwd, join(folder, 'report.html'));
    host.out(renderTerminal(verdict, { width: host.width, colour: host.colour, reports }));
    return { verdict, folder, exitCode: exitCodeOf(verdict, flags.strict) };
  } finally {
    progress.end();
  }
}

export function exitCodeOf(verdict: Verdict, strict: boolean): number {
  return strict && verdict.verdict === 'warn' && verdict.exitCode === 0 ? exitCodes.failed.code : verdict.exitCode;
}
