import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { goPlatform } from './go-platform.ts';
import { findGo, neededGo } from './go-toolchain.ts';
import type { Search } from './search.ts';
import type { Staging } from './staging.ts';
import { runStep } from './step.ts';
import { ticking } from './ticking.ts';

/** Builds the tool from its sources with Go into the staging folder. Gives why it could not. */
export async function build(search: Search, staging: Staging): Promise<string | undefined> {
  const { spec, tell } = search;
  const go = await findGo(search.env);
  if (typeof go === 'string') return go;
  const toolchain = go.fetchesNewer ? `Go ${go.version}, which fetches ${neededGo} for it` : `Go ${go.version}`;
  tell(`building ${spec.title} with ${toolchain}; takes about ${spec.build.takes}, once`);

  const temporary = join(staging.folder, 'go-tmp');
  await mkdir(temporary);
  const logFile = join(search.cacheDir, `${search.key}.build.log`);
  await rm(logFile, { force: true });
  const seen = watchGo();
  const step = {
    name: `go build of ${spec.title}`,
    command: go.path,
    args: buildArguments(search, staging.program),
    env: buildEnvironment(search.env, temporary),
    cwd: search.moduleDir,
    logFile,
    limitMs: search.limits.buildMs,
    signal: search.signal,
    onLine: seen.line,
  };
  let failed: string | undefined;
  try {
    failed = await ticking(
      search.limits.progressEveryMs,
      (elapsed) => tell(`building for ${elapsed}: ${seen.summary()}`),
      () => runStep(step, staging),
    );
  } finally {
    if (failed === undefined) await rm(logFile, { force: true }); // after an interruption too
  }
  return failed === undefined ? undefined : `go build ${failed} (all of it: ${logFile})`;
}

/** As in `go/README.md`. */
function buildArguments({ spec }: Search, out: string): string[] {
  const { ldflags, package: name } = spec.build;
  return ['build', '-v', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', ldflags, '-o', out, name];
}

/** The user's settings for Go (proxies, caches, flags), but for those with which this build would be of something else. */
function buildEnvironment(env: Readonly<Record<string, string>>, temporary: string): Record<string, string> {
  const { os, arch } = goPlatform();
  return {
    GOTMPDIR: temporary, // cleared with the staging folder, also after a kill
    ...env,
    CGO_ENABLED: '0',
    GO111MODULE: 'on',
    GOWORK: 'off',
    GOOS: os,
    GOARCH: arch,
  };
}

/** Counts what `go build -v` says it does. */
function watchGo(): { readonly line: (text: string) => void; readonly summary: () => string } {
  let modules = 0;
  let packages = 0;
  let last = 'starting';
  return {
    line: (text) => {
      const module = /^go: downloading (\S+)/.exec(text)?.[1];
      if (module !== undefined) modules++;
      else if (/^[\w.~/-]+$/.test(text)) packages++;
      else return;
      last = module ?? text;
    },
    summary: () =>
      `${modules === 0 ? '' : `${modules} modules fetched, `}${packages} packages compiled, now at ${last}`,
  };
}
