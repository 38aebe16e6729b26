import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { goBuild } from './go-build.ts';
import { findBuilder, neededGo, type GoToolchain } from './go-toolchain.ts';
import type { Search } from './search.ts';
import type { Staging } from './staging.ts';
import { runStep, type StepSpec } from './step.ts';
import { ticking } from './ticking.ts';
import { xk6Build } from './xk6-build.ts';

/** A step of a build, and what it has done by now. */
export interface BuildStep extends Pick<
  StepSpec,
  'name' | 'command' | 'args' | 'env' | 'cwd' | 'onLine' | 'complaint'
> {
  readonly summary: () => string;
}

/** Builds the tool from its sources with Go into the staging folder. Gives why it could not. */
export async function build(search: Search, staging: Staging): Promise<string | undefined> {
  const { spec, tell, extensions } = search;
  const go = await findBuilder(search);
  if (typeof go === 'string') return go;
  tell(`building ${spec.title} with ${toolchain(go)}; takes about ${spec.build.takes}, once`);

  const temporary = join(staging.folder, 'go-tmp');
  await mkdir(temporary);
  const logFile = join(search.cacheDir, `${search.key}.build.log`);
  await rm(logFile, { force: true });
  const steps =
    extensions.length === 0
      ? [goBuild(search, go, { ...spec.build, moduleDir: search.moduleDir, out: staging.program, temporary })]
      : xk6Build(search, go, staging.program, temporary);
  let failed: string | undefined;
  try {
    for (const step of steps) {
      const how = await ticking(
        search.limits.progressEveryMs,
        (elapsed) => tell(`building for ${elapsed}: ${step.summary()}`),
        () => runStep({ ...step, logFile, limitMs: search.limits.buildMs, signal: search.signal }, staging),
      );
      if (how === undefined) continue;
      failed = `${step.name} ${how} (all of it: ${logFile})`;
      break;
    }
  } finally {
    if (failed === undefined) await rm(logFile, { force: true }); // after an interruption too
  }
  return failed;
}

function toolchain({ version, fetchesNewer }: GoToolchain): string {
  return fetchesNewer ? `Go ${version}, which fetches ${neededGo} for it` : `Go ${version}`;
}
