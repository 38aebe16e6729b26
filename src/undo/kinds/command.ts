import { plainEnvironment } from '../../system/plain-environment.ts';
import { runCommand } from '../../system/run-command.ts';
import type { CommandEntry } from '../entry.ts';

/**
 * Runs a command that takes something back, by whoever undoes: with what its entry says of the environment, and the
 * least of its own, so that it is the same in the harness, its guardian and by hand.
 */
export async function undoByCommand({
  argv: [command = '', ...args],
  cwd,
  env,
  timeoutMs,
}: CommandEntry): Promise<void> {
  const { code, stderr } = await runCommand({ command, args, cwd, env: { ...plainEnvironment(), ...env }, timeoutMs });
  if (code === 0) return;
  const how = code === undefined ? `it was killed, or took longer than ${timeoutMs} ms` : `exit code ${code}`;
  const words = stderr.trim().split('\n').at(-1) ?? '';
  throw new Error(`${command}: ${how}${words === '' ? '' : `: ${words}`}`);
}
