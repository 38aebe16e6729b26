import { buildCommand } from '@stricli/core';
import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { ProofloadError } from '../../diagnostic/error.ts';
import { didYouMean } from '../../diagnostic/nearest.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { recordedRuns, type RecordedRun } from '../../record/recorded-runs.ts';
import { runCommand } from '../../system/run-command.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import { reportsFlag } from '../reports-flag.ts';

/** What opens a file in the user's browser. */
const openers: Readonly<Partial<Record<NodeJS.Platform, string>>> = { linux: 'xdg-open', darwin: 'open' };

export const open = buildCommand({
  docs: { brief: 'Open the report of a run in the browser (default: of the newest)' },
  parameters: {
    flags: { reports: reportsFlag },
    positional: {
      kind: 'tuple',
      parameters: [{ placeholder: 'run', parse: String, optional: true, brief: 'Folder or id of a run' }],
    },
  },
  func(this: CliContext, flags: { readonly reports: string }, run?: string): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const folder = resolve((await readProject(host.cwd)).root, flags.reports);
      const { runs } = await recordedRuns(folder);
      const page = join(chosen(runs, run, host.cwd, flags.reports), 'report.html');
      if (!existsSync(page)) {
        throw new ProofloadError('no-report', `there is no ${relative(host.cwd, page)}`, {
          hint: 'a run that was killed has none yet: proofload judge <run>',
        });
      }
      host.out(`${page}\n`);
      const opener = openers[process.platform];
      if (opener === undefined || host.terminal === null) return 0;
      // Without a desktop there is nothing to open it; its path was told.
      await runCommand({ command: opener, args: [page], env: host.env, timeoutMs: 5000 }).catch(() => undefined);
      return 0;
    });
  },
});

function chosen(runs: readonly RecordedRun[], run: string | undefined, cwd: string, reports: string): string {
  const [newest] = runs;
  if (run === undefined) {
    if (newest !== undefined) return newest.folder;
    throw new ProofloadError('no-run', `there are no runs in ${reports}`, { hint: 'proofload run <experiment>' });
  }
  const path = resolve(cwd, run);
  if (existsSync(path)) return path;
  const named = runs.find(({ id, folder }) => id === run || basename(folder) === run);
  if (named !== undefined) return named.folder;
  throw new ProofloadError('no-run', `there is no run "${run}"`, {
    hint: didYouMean(
      run,
      runs.map(({ id }) => id),
    ),
  });
}
