import { runCommand, type CommandResult } from '../system/run-command.ts';
import type { ToolSpec } from './tool-spec.ts';

const reasons: Partial<Record<string, string>> = {
  ENOENT: 'does not exist, or the interpreter that it names does not',
  EACCES: 'may not be executed',
  ENOEXEC: 'is no program for this machine',
};

/**
 * Asks a program which version it is. Gives what does not fit, as the rest of a sentence about it; `undefined` when it is the
 * pinned one. Takes 5 to 10 ms.
 */
export async function misfit(
  path: string,
  spec: ToolSpec,
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  // Settings for k6's runs are not for this question: a bad one would make it fail.
  const plain = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('K6_')));
  let result: CommandResult;
  try {
    result = await runCommand({ command: path, args: spec.versionArgs, env: plain, timeoutMs: 10_000 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return reasons[code] ?? `cannot be started (${code})`;
  }
  const asked = `"${spec.program} ${spec.versionArgs.join(' ')}"`;
  if (result.code === undefined) return `did not answer ${asked} within 10 s`;
  if (result.code !== 0) {
    const said = result.stderr.trim().split('\n').at(-1) ?? '';
    return `ended with exit code ${result.code} when asked ${asked}${said === '' ? '' : `: ${said.slice(0, 200)}`}`;
  }
  return spec.misfit(result.stdout);
}
