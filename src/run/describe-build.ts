import type { Inputs } from '../inputs/read-inputs.ts';
import { runCommand } from '../system/run-command.ts';

/** What is tested, as git calls the state of the target's folder; null where there is no git, or no folder. */
export async function describeBuild({ target }: Inputs, env: Readonly<Record<string, string>>): Promise<string | null> {
  if (target.file === null) return null;
  const args = ['describe', '--always', '--dirty', '--tags'];
  const git = await runCommand({ command: 'git', args, env, cwd: target.folder, timeoutMs: 5000 }).catch(
    () => undefined,
  );
  return git?.code === 0 ? git.stdout.trim() : null;
}
