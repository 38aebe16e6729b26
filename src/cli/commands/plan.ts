import { buildCommand } from '@stricli/core';
import { cacheFolder } from '../../binaries/cache-folder.ts';
import { readCalibration } from '../../binaries/calibration-file.ts';
import { whyUnclean } from '../../chaos/adopted/adoption.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { planExperiment } from '../../run/plan-experiment.ts';
import { needEngine } from '../../target/containers/containers.ts';
import type { CliContext } from '../context.ts';
import { experimentFlags, requestFrom, type ExperimentFlags } from '../experiment-flags.ts';
import { interruptions } from '../interruptions.ts';
import { guarded } from '../guarded.ts';
import { renderPlan } from '../render-plan.ts';
import { toolsFor } from '../tools-for.ts';

export const plan = buildCommand({
  docs: { brief: 'Print what a run would start and do, and start nothing' },
  parameters: {
    flags: { ...experimentFlags, json: { kind: 'boolean', default: false, brief: 'The plan as JSON' } },
    positional: {
      kind: 'tuple',
      parameters: [{ placeholder: 'experiment', parse: String, brief: 'Name from the config, or a scenario file' }],
    },
  },
  func(this: CliContext, flags: ExperimentFlags & { json: boolean }, what: string): Promise<void> {
    return guarded(this, async () => {
      const project = await readProject(this.host.cwd);
      const request = requestFrom(project, what, flags, this.host.cwd);
      using signals = interruptions(() => undefined);
      const tools = toolsFor(this.host, request, signals);
      const { plan, inputs, means, lacks, adoptable, availableBytes } = await planExperiment(
        request,
        this.host.env,
        tools,
        signals.interrupted,
      );
      const { slo, scenario } = inputs;
      const calibration = await readCalibration(cacheFolder(this.host.env));
      const shown = {
        plan,
        slo,
        means,
        lacks,
        adoptable,
        writtenMs: scenario.profile.durationMs,
        availableBytes,
        calibration,
      };
      this.host.out(flags.json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(shown));
      await needEngine(inputs.target, this.host.env);
      const isLacking = lacks.size > 0 || [...means.values()].some(({ lack }) => lack !== null);
      const isUnclean = [...(adoptable?.proxies.values() ?? [])].some((proxy) => whyUnclean(proxy) !== null);
      return isLacking || isUnclean ? exitCodes.environment.code : exitCodes.pass.code;
    });
  },
});
