import { buildCommand } from '@stricli/core';
import { configName, readProject } from '../../inputs/find-experiment.ts';
import { pathIn } from '../../model/path.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';

export const list = buildCommand({
  docs: { brief: 'List the experiments and gates of the config' },
  parameters: {},
  func(this: CliContext): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const project = await readProject(host.cwd);
      if (project.configFile === null) {
        host.out(`no ${configName} here or above; give the path of a scenario to "proofload run"\n`);
        return 0;
      }
      const path = (file: string | null) => (file === null ? '-' : pathIn(project.root, file));
      const width = Math.max(0, ...project.experiments.map(({ name }) => name.length));
      const lines = [
        'experiments',
        ...project.experiments.map(
          ({ name, scenario, profile, chaos, slo }) =>
            `  ${name.padEnd(width)}  ${path(scenario)}${profile === null ? '' : ` (${profile})`}  faults: ${path(chaos)}  slo: ${path(slo)}`,
        ),
        'gates',
        ...Object.entries(project.gates).map(([name, experiments]) => `  ${name}: ${experiments.join(', ')}`),
        '',
      ];
      host.out(lines.join('\n'));
      return 0;
    });
  },
});
