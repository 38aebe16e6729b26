import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkImports } from '../binaries/check-imports.ts';
import { obtainTools } from '../binaries/obtain-tools.ts';
import { bundleScript } from '../bundle/k6-script.ts';
import type { Request } from '../inputs/request.ts';
import type { Verdict } from '../model/verdict.ts';
import { makeRunFolder, runFiles } from '../record/run-folder.ts';
import { judgeFolder } from './judge-folder.ts';
import { firstManifest } from './manifest.ts';
import { perform } from './perform.ts';
import { planExperiment } from './plan-experiment.ts';
import type { RunHost } from './run-host.ts';
import { refuseUnclean } from './unclean.ts';

export interface RunResult {
  readonly verdict: Verdict;
  /** Absolute path of the run's folder. */
  readonly folder: string;
}

/** One experiment, from its files to its verdict. Left of the record things happen; right of it nothing happens. */
export async function runExperiment(request: Request, host: RunHost): Promise<RunResult> {
  const { inputs, plan } = await planExperiment(request, host.env);
  await refuseUnclean(host.reportsDir);
  const tools = await obtainTools({
    env: host.env,
    k6Extensions: inputs.k6Extensions,
    signal: host.interrupted,
    onProgress: (line) => host.progress.note(line),
  });
  const script = await bundleScript(plan, inputs.scenario.file, request.projectRoot);
  await checkImports(script, tools.k6, host.env);

  const startedAt = new Date();
  const { id, path: folder } = await makeRunFolder(host.reportsDir, plan.experiment, startedAt);
  await writeFile(join(folder, runFiles.script), script);
  const manifest = await firstManifest({
    runId: id,
    plan,
    inputs,
    script,
    tools,
    startedAt,
    host,
    projectRoot: request.projectRoot,
  });
  await perform({ plan, inputs, tools, folder, manifest, host });

  const verdict = await judgeFolder(folder, null, request.projectRoot);
  return { verdict, folder };
}
