import { dirname } from 'node:path';
import { ProofloadError, type Problem } from '../diagnostic/error.ts';
import { formatDuration } from '../model/duration.ts';
import { runCommand } from '../system/run-command.ts';
import { k6Message } from './k6-message.ts';
import { scriptEnv } from './script-env.ts';

export interface InspectSpec {
  readonly binary: string;
  readonly file: string;
  readonly hostEnv: Readonly<Record<string, string>>;
  /** What the script finds in `__ENV` besides. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends k6 when it is aborted. */
  readonly signal: AbortSignal;
}

const endsWithinMs = 60_000;

/**
 * Asks k6 what a script's options come to, which runs its init code once; or gives k6's words against it.
 *
 * @throws ProofloadError `interrupted`
 */
export async function inspectScript({
  binary,
  file,
  hostEnv,
  env,
  signal,
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
    timeoutMs: endsWithinMs,
    signal,
  });
  if (signal.aborted) {
    throw new ProofloadError('interrupted', 'interrupted while k6 read the script; nothing was started', {
      exit: signal.reason === 'SIGTERM' ? 'terminated' : 'interrupted',
    });
  }
  if (code === 0) return { value: JSON.parse(stdout) as unknown };
  const problems = stderr.split('\n').flatMap((line): Problem[] => {
    const said = k6Message(line);
    return said?.level === 'error' ? [{ message: said.text, place: said.place ?? { file } }] : [];
  });
  if (problems.length > 0) return { problems };
  if (code !== undefined) return { problems: [{ message: `k6 inspect ended with ${code}`, place: { file } }] };
  const message = `k6 was ended before it had read it to its end, which may take ${formatDuration(endsWithinMs)}`;
  return { problems: [{ message, place: { file }, hint: 'does it loop for ever?' }] };
}
