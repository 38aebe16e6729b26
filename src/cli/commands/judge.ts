import { buildCommand } from '@stricli/core';
import { join, relative, resolve } from 'node:path';
import { renderError } from '../../diagnostic/render.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { judgeFolder } from '../../run/judge-folder.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import { exitCodeOf } from '../perform-and-show.ts';

interface JudgeFlags {
  readonly slo?: string;
  readonly strict: boolean;
}

export const judge = buildCommand({
  docs: { brief: 'Judge a recorded run again, from its files alone' },
  parameters: {
    flags: {
      slo: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'file',
        brief: 'Other SLO file than that of the run; reports go to judged-<its name>/ of the run',
      },
      strict: { kind: 'boolean', default: false, brief: 'A warning ends with exit code 3' },
    },
    positional: { kind: 'tuple', parameters: [{ placeholder: 'run', parse: String, brief: 'Folder of the run' }] },
  },
  func(this: CliContext, flags: JudgeFlags, folder: string): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const path = resolve(host.cwd, folder);
      const slo = flags.slo === undefined ? null : resolve(host.cwd, flags.slo);
      const project = await readProject(host.cwd);
      const { verdict, folder: judged, notWritten } = await judgeFolder(path, slo, project.root);
      const reports = relative(host.cwd, join(judged, 'report.html'));
      host.out(renderTerminal(verdict, { width: host.width, colour: host.colour, reports }));
      if (notWritten !== null) host.err(`${renderError(notWritten, host.cwd)}\n`);
      return exitCodeOf(verdict, flags.strict, notWritten);
    });
  },
});
