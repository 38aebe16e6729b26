import { cacheFolder } from '../binaries/cache-folder.ts';
import { readCalibration } from '../binaries/calibration-file.ts';
import { checkImports } from '../binaries/check-imports.ts';
import { obtainTools, type Tools } from '../binaries/obtain-tools.ts';
import { refuseImpossible } from '../chaos/means/means-of.ts';
import type { Request } from '../inputs/request.ts';
import { aboveCalibration } from '../model/calibration.ts';
import { unreachableObjectives } from '../plan/unreachable.ts';
import { shortRecoveries } from '../plan/short-recovery.ts';
import { makeRunFolder } from '../record/run-folder.ts';
import { peakRequests } from '../plan/estimate.ts';
import { needEngine } from '../target/containers/containers.ts';
import { RunRegistry } from '../undo/run-registry.ts';
import { refuseLacking } from '../target/lacks.ts';
import { stateFolder } from '../undo/state-folder.ts';
import { withAuthoredSecrets } from './authored-secrets.ts';
import { judgeFolder, type Judged } from './judge-folder.ts';
import { firstManifest } from './manifest.ts';
import { perform } from './perform.ts';
import { planExperiment } from './plan-experiment.ts';
import type { RunHost } from './run-host.ts';
import { scriptFileOf } from './script-file.ts';
import { refuseUnclean, workedOn } from './unclean.ts';

/** One experiment, from its files to its verdict. Left of the record things happen; right of it nothing happens. */
export async function runExperiment(request: Request, given: RunHost): Promise<Judged> {
  let obtained: Promise<Tools> | undefined;
  const obtain = () => {
    given.onRead();
    return (obtained ??= obtainTools({
      env: given.env,
      k6Extensions: request.k6Extensions,
      signal: given.interrupted,
      onProgress: (line) => given.progress.note(line),
    }));
  };
  const { inputs, plan, means, lacks, adoptable } = await planExperiment(request, given.env, obtain, given.interrupted);
  given.onRead();
  const host = { ...given, redact: withAuthoredSecrets(given.redact, inputs, plan) };
  refuseLacking(lacks);
  refuseImpossible(means);
  await needEngine(inputs.target, host.env);
  const above = aboveCalibration(peakRequests(plan), await readCalibration(cacheFolder(host.env)));
  if (above !== null) host.progress.note(above);
  const registry = new RunRegistry(stateFolder(host.env));
  await refuseUnclean(host.reportsDir, registry, workedOn(inputs.target));
  const tools = await obtain();
  const script = await scriptFileOf(inputs, plan, request.projectRoot);
  if (plan.script === undefined) await checkImports(script.text, tools.k6, host.env);
  if (inputs.slo === null) host.progress.note('no SLO file: nothing will be judged; give one with --slo');
  for (const note of plan.script?.notes ?? []) host.progress.note(note);
  const objectives = inputs.slo?.objectives ?? [];
  for (const note of shortRecoveries(plan, objectives)) host.progress.note(note);
  for (const note of unreachableObjectives(plan, objectives)) host.progress.note(note);

  const startedAt = new Date();
  const { id, path: folder } = await makeRunFolder(host.reportsDir, plan.experiment, startedAt);
  await script.keep(folder);
  const manifest = await firstManifest({
    runId: id,
    plan,
    inputs,
    script: script.text,
    tools,
    adoptable,
    startedAt,
    host,
    projectRoot: request.projectRoot,
  });
  await perform({
    plan,
    inputs,
    tools,
    folder,
    script,
    projectRoot: request.projectRoot,
    manifest,
    host,
    registry,
  });

  return await judgeFolder(folder, null, request.projectRoot);
}
