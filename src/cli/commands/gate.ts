import { buildCommand } from '@stricli/core';
import { refuseImpossible } from '../../chaos/means/means-of.ts';
import { ProofloadError } from '../../diagnostic/error.ts';
import { didYouMean } from '../../diagnostic/nearest.ts';
import { renderError } from '../../diagnostic/render.ts';
import { configName, readProject } from '../../inputs/find-experiment.ts';
import { sentenceAfterWord } from '../../report/wording.ts';
import { planExperiment } from '../../run/plan-experiment.ts';
import type { CliContext } from '../context.ts';
import { requestFrom } from '../experiment-flags.ts';
import { commonOverrides, type CommonOverrides } from '../override-flags.ts';
import { gateExitCode, renderGate, type GateRow } from '../gate-summary.ts';
import { guarded } from '../guarded.ts';
import { interruptions } from '../interruptions.ts';
import { errorEvent, jsonEvent } from '../live/json-event.ts';
import { performAndShow } from '../perform-and-show.ts';
import { runFlags, type RunFlags } from '../run-flags.ts';
import { toolsFor } from '../tools-for.ts';

export const gate = buildCommand({
  docs: { brief: 'Run the experiments of a gate one after the other: one summary, one exit code' },
  parameters: {
    flags: { ...runFlags, ...commonOverrides },
    positional: { kind: 'tuple', parameters: [{ placeholder: 'gate', parse: String, brief: 'Name from the config' }] },
  },
  func(this: CliContext, flags: RunFlags & CommonOverrides, name: string): Promise<void> {
    const { host } = this;
    return guarded({ ...this, json: flags.json }, async () => {
      const project = await readProject(host.cwd);
      const experiments = project.gates[name];
      if (experiments === undefined) {
        throw new ProofloadError('unknown-gate', `there is no gate "${name}"`, {
          hint:
            project.configFile === null
              ? `there is no ${configName} here or above, which names gates`
              : didYouMean(name, Object.keys(project.gates)),
        });
      }
      const requests = experiments.map((experiment) =>
        requestFrom(project, experiment, { ...flags, allowRemote: false }, host.cwd),
      );
      // Nothing is started before every experiment has been validated.
      for (const request of requests) {
        const { means } = await planExperiment(request, host.env, toolsFor(host, request));
        refuseImpossible(means);
      }

      const rows: GateRow[] = [];
      const tell = flags.json ? () => undefined : host.err;
      using signals = interruptions(tell);
      for (const request of requests) {
        if (signals.interrupted.aborted) {
          rows.push({
            experiment: request.experiment,
            verdict: 'not run',
            sentence: 'interrupted before it',
            exitCode: signals.interrupted.reason === 'SIGTERM' ? 143 : 130,
            folder: null,
          });
          continue;
        }
        tell(`\n== ${request.experiment}\n`);
        try {
          const shown = await performAndShow(host, project.root, request, flags, signals);
          rows.push({
            experiment: request.experiment,
            verdict: shown.verdict.verdict,
            sentence: sentenceAfterWord(shown.verdict),
            exitCode: shown.exitCode,
            folder: shown.folder,
          });
        } catch (error) {
          if (!(error instanceof ProofloadError)) throw error;
          if (flags.json) host.out(errorEvent(request.experiment, error));
          host.err(`${renderError(error, host.cwd)}\n`);
          rows.push({
            experiment: request.experiment,
            verdict: 'not run',
            sentence: error.message,
            exitCode: error.exitCode,
            folder: null,
          });
        }
      }
      const exitCode = gateExitCode(rows);
      host.out(
        flags.json ? jsonEvent('gate', { name, exitCode, experiments: rows }) : renderGate(name, rows, host.cwd),
      );
      return exitCode;
    });
  },
});
