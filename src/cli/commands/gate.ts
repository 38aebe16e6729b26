import { buildCommand } from '@stricli/core';
import { join, relative, resolve } from 'node:path';
import { refuseImpossible } from '../../chaos/means/means-of.ts';
import { ProofloadError } from '../../diagnostic/error.ts';
import { didYouMean } from '../../diagnostic/nearest.ts';
import { explained } from '../../diagnostic/file-trouble.ts';
import { renderError } from '../../diagnostic/render.ts';
import { configName, readProject } from '../../inputs/find-experiment.ts';
import { makeRunFolder } from '../../record/run-folder.ts';
import { gateExitCode, type Gate, type GateExperiment } from '../../report/gate/gate.ts';
import { renderGateAnnotations } from '../../report/gate/annotations.ts';
import { gateReportsOf } from '../../report/gate/reports.ts';
import { experimentLine } from '../../report/gate/wording.ts';
import { planExperiment } from '../../run/plan-experiment.ts';
import { needEngine } from '../../target/containers/containers.ts';
import { refuseLacking } from '../../target/lacks.ts';
import { writeReports } from '../../run/write-reports.ts';
import type { CliContext } from '../context.ts';
import { requestFrom, targetFlags, type TargetFlags } from '../experiment-flags.ts';
import { commonOverrides, type CommonOverrides } from '../override-flags.ts';
import { renderGate } from '../gate-summary.ts';
import { tellGithub } from '../github.ts';
import { discreet, redactorOf, tellUnset } from '../discreet.ts';
import { guarded } from '../guarded.ts';
import { interruptions } from '../interruptions.ts';
import { errorEvent, jsonEvent } from '../live/json-event.ts';
import { performAndShow } from '../perform-and-show.ts';
import { runFlags, type RunFlags } from '../run-flags.ts';
import { toolsFor } from '../tools-for.ts';

export const gate = buildCommand({
  docs: { brief: 'Run the experiments of a gate one after the other: one summary, one exit code' },
  parameters: {
    flags: { ...targetFlags, ...runFlags, ...commonOverrides },
    positional: { kind: 'tuple', parameters: [{ placeholder: 'gate', parse: String, brief: 'Name from the config' }] },
  },
  func(this: CliContext, flags: RunFlags & TargetFlags & CommonOverrides, name: string): Promise<void> {
    const redact = redactorOf(this.host.env, flags);
    const host = discreet(this.host, redact, flags.json);
    tellUnset(host, flags);
    return guarded({ ...this, host, json: flags.json }, async () => {
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
      const requests = experiments.map((experiment) => requestFrom(project, experiment, flags, host.cwd));
      const tell = flags.json ? () => undefined : host.err;
      using signals = interruptions(tell);
      // Nothing is started before every experiment has been validated.
      for (const request of requests) {
        const tools = toolsFor(host, request, signals);
        const { inputs, means, lacks } = await planExperiment(request, host.env, tools, signals.interrupted);
        refuseLacking(lacks);
        refuseImpossible(means);
        await needEngine(inputs.target, host.env);
      }

      const startedAt = new Date();
      const { id, path: folder } = await makeRunFolder(resolve(project.root, flags.reports), `${name}-gate`, startedAt);
      const done: GateExperiment[] = [];
      const notRun = (experiment: string, exitCode: number, why: string) =>
        done.push({ experiment, exitCode, verdict: null, why, folder: null });
      signals.hold();
      for (const request of requests) {
        const { experiment } = request;
        if (signals.interrupted.aborted) {
          notRun(experiment, signals.interrupted.reason === 'SIGTERM' ? 143 : 130, 'interrupted before it');
          continue;
        }
        tell(`\n== ${experiment}\n`);
        try {
          const shown = await performAndShow(host, project.root, request, flags, signals);
          const { verdict, exitCode } = shown;
          done.push({ experiment, exitCode, verdict, why: '', folder: relative(folder, shown.folder) });
        } catch (thrown) {
          const error = explained(thrown);
          if (!(error instanceof ProofloadError)) throw error;
          if (flags.json) host.out(errorEvent(experiment, error));
          host.err(`${renderError(error, host.cwd)}\n`);
          notRun(experiment, error.exitCode, redact(error.message));
        }
      }
      const whole = { id, name, startedAt: startedAt.toISOString(), experiments: done };
      const notWritten = await writeReports(folder, gateReportsOf(whole));
      const exitCode = gateExitCode(notWritten === null ? done : [...done, notWritten]);
      if (notWritten !== null && flags.json) host.out(errorEvent(null, notWritten));
      host.out(
        flags.json ? jsonEvent('gate', gateEvent(whole, folder, exitCode)) : renderGate(whole, folder, host.cwd),
      );
      if (notWritten !== null) host.err(`${renderError(notWritten, host.cwd)}\n`);
      await tellGithub(host, renderGateAnnotations(whole), folder);
      return exitCode;
    });
  },
});

function gateEvent({ name, experiments }: Gate, folder: string, exitCode: number) {
  return {
    name,
    exitCode,
    folder,
    experiments: experiments.map((one) => {
      const { experiment, exitCode, verdict } = one;
      return {
        experiment,
        verdict: verdict?.verdict ?? 'not run',
        sentence: experimentLine(one).sentence,
        exitCode,
        folder: one.folder === null ? null : join(folder, one.folder),
      };
    }),
  };
}
