import { join } from 'node:path';
import type { BuildStep } from './build.ts';
import { buildEnvironment, goBuild, watchGo } from './go-build.ts';
import { programFile } from './go-platform.ts';
import type { GoToolchain } from './go-toolchain.ts';
import type { Search } from './search.ts';
import { xk6Complaint } from './xk6-complaint.ts';

/** The module of `go/k6`. */
const recorder = 'proofload.internal/recorder';

/** Builds xk6 from its pinned sources, and with it a k6 that holds the recorder and the extensions. */
export function xk6Build(search: Search, go: GoToolchain, out: string, temporary: string): BuildStep[] {
  const { spec, env, extensions, moduleDir, xk6Dir } = search;
  const xk6 = join(temporary, programFile('xk6'));
  const building = goBuild(search, go, {
    moduleDir: xk6Dir,
    package: 'go.k6.io/xk6',
    ldflags: '-s -w',
    out: xk6,
    temporary,
  });
  const modules = extensions.map((one) =>
    'version' in one ? `${one.module}@${one.version}` : `${one.module}=${one.folder}`,
  );
  const flags = ['-v', '-trimpath', '-buildvcs=false', `-ldflags=${spec.build.ldflags}`];
  const { onLine, summary } = watchGo();
  const complaint = xk6Complaint();
  const step: BuildStep = {
    name: 'xk6',
    command: xk6,
    args: [
      ...['build', `v${spec.version}`, '--verbose', '--output', out], // else it keeps to itself what Go says
      ...flags.flatMap((flag) => ['--build-flags', flag]),
      ...[...modules, `${recorder}=${moduleDir}`].flatMap((module) => ['--with', module]),
    ],
    env: { ...withoutXk6(buildEnvironment(env, temporary)), TMPDIR: temporary },
    cwd: temporary,
    onLine(line) {
      onLine(line);
      complaint.line(line);
    },
    summary,
    complaint: complaint.text,
  };
  return [building, step];
}

/** Such as XK6_K6_REPO, with which it would be another k6. */
function withoutXk6(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^X?K6_/.test(name)));
}
