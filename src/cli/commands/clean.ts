import { buildCommand } from '@stricli/core';
import { resolve } from 'node:path';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { clean as cleanRun, findUnclean } from '../../undo/clean.ts';
import { describeEntry } from '../../undo/entry.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';

interface CleanFlags {
  readonly reports: string;
}

export const clean = buildCommand({
  docs: { brief: 'Undo what runs that were killed together with their guardian left behind' },
  parameters: {
    flags: {
      reports: {
        kind: 'parsed',
        parse: String,
        default: 'reports',
        placeholder: 'folder',
        brief: 'Where the runs are',
      },
    },
    positional: {
      kind: 'tuple',
      parameters: [
        { placeholder: 'journal', parse: String, optional: true, brief: 'Journal of one run (default: all runs)' },
      ],
    },
  },
  func(this: CliContext, flags: CleanFlags, journal?: string): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const { root } = await readProject(host.cwd);
      const journals =
        journal === undefined
          ? (await findUnclean(resolve(root, flags.reports))).map(({ journalFile }) => journalFile)
          : [resolve(host.cwd, journal)];
      let incomplete = false;
      for (const file of journals) {
        const { undone, left } = await cleanRun(file);
        host.out(`${file}\n`);
        for (const entry of undone) host.out(`  undone: ${describeEntry(entry)}\n`);
        for (const { entry, reason } of left) host.out(`  LEFT: ${describeEntry(entry)}: ${reason}\n`);
        incomplete ||= left.length > 0;
      }
      if (journals.length === 0) host.out('nothing was left behind\n');
      return incomplete ? exitCodes.unclean.code : exitCodes.pass.code;
    });
  },
});
