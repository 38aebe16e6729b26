import { dirname } from 'node:path';
import type { Problem } from '../diagnostic/error.ts';
import { runCommand } from '../system/run-command.ts';
import { k6Message } from './k6-message.ts';
import { scriptEnv } from './script-env.ts';

export interface InspectSpec {
  readonly binary: string;
  readonly file: string;
  readonly hostEnv: Readonly<Record<string, string>>;
  /** What the script finds in `__ENV` besides. */
  readonly env: Readonly<Record<string, string>>;
}

/** Asks k6 what a script's options come to, which runs its init code once; or gives k6's words against it. */
export async function inspectScript({
  binary,
  file,
  hostEnv,
  env,
}: InspectSpec): Promise<{ readonly value: unknown } | { readonly problems: Problem[] }> {
  const { code, stdout, stderr } = await runCommand({
    command: binary,
    args: [
      'inspect',
      '--execution-requirements',
      '--include-system-env-vars',
      ...['--log-format', 'json'],
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      file,
    ],
    env: {
      ...scriptEnv(hostEnv, { redirected: false }),
      K6_NO_USAGE_REPORT: 'true',
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
    },
    cwd: dirname(file),
    timeoutMs: 60_000,
  });
  if (code === 0) return { value: JSON.parse(stdout) as unknown };
  const problems = stderr.split('\n').flatMap((line): Problem[] => {
    const said = k6Message(line);
    return said?.level === 'error' ? [{ message: said.text, place: said.place ?? { file } }] : [];
  });
  return { problems: problems.length > 0 ? problems : [{ message: `k6 inspect ended with ${code}`, place: { file } }] };
}
