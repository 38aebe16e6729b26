import type { BuildStep } from './build.ts';
import { goPlatform } from './go-platform.ts';
import type { GoToolchain } from './go-toolchain.ts';
import type { Search } from './search.ts';

/** What Go is to build, and where to. */
export interface GoBuild {
  readonly moduleDir: string;
  readonly package: string;
  readonly ldflags: string;
  readonly out: string;
  /** A folder for what is needed meanwhile. */
  readonly temporary: string;
}

/** `go build` as in `go/README.md`: every byte of every module is checked against go.sum. */
export function goBuild({ env }: Search, go: GoToolchain, spec: GoBuild): BuildStep {
  return {
    name: 'go build',
    command: go.path,
    args: [
      ...['build', '-v', '-mod=readonly', '-trimpath', '-buildvcs=false'],
      ...['-ldflags', spec.ldflags, '-o', spec.out, spec.package],
    ],
    env: buildEnvironment(env, spec.temporary),
    cwd: spec.moduleDir,
    ...watchGo(),
  };
}

/** The user's settings for Go (proxies, caches, flags), but for those with which this build would be of something else. */
export function buildEnvironment(env: Readonly<Record<string, string>>, temporary: string): Record<string, string> {
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
export function watchGo(): Pick<BuildStep, 'summary'> & { readonly onLine: (line: string) => void } {
  let modules = 0;
  let packages = 0;
  let last = 'starting';
  return {
    onLine: (text) => {
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
