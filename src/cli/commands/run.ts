import { buildCommand } from '@stricli/core';
import { readProject } from '../../inputs/find-experiment.ts';
import type { CliContext } from '../context.ts';
import { experimentFlags, requestFrom, type ExperimentFlags } from '../experiment-flags.ts';
import { renderAnnotations } from '../../report/github.ts';
import { tellGithub } from '../github.ts';
import { discreet, redactorOf, tellUnset } from '../discreet.ts';
import { guarded } from '../guarded.ts';
import { interruptions } from '../interruptions.ts';
import { performAndShow } from '../perform-and-show.ts';
import { runFlags, type RunFlags } from '../run-flags.ts';

export const run = buildCommand({
  docs: { brief: 'Run one experiment and judge it' },
  parameters: {
    flags: { ...experimentFlags, ...runFlags },
    positional: {
      kind: 'tuple',
      parameters: [{ placeholder: 'experiment', parse: String, brief: 'Name from the config, or a scenario file' }],
    },
  },
  func(this: CliContext, flags: ExperimentFlags & RunFlags, what: string): Promise<void> {
    const host = discreet(this.host, redactorOf(this.host.env, flags), flags.json);
    tellUnset(host, flags);
    return guarded({ ...this, host, json: flags.json }, async () => {
      const project = await readProject(host.cwd);
      const request = requestFrom(project, what, flags, host.cwd);
      using signals = interruptions(flags.json ? () => undefined : host.err);
      const { verdict, folder, exitCode } = await performAndShow(host, project.root, request, flags, signals);
      await tellGithub(host, renderAnnotations(verdict), folder);
      return exitCode;
    });
  },
});
