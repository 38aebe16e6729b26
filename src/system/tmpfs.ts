import { mkdir, readFile, rmdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { runCommand } from './run-command.ts';

/** What our mounts are called in the table of mounts, with a token each. */
const prefix = 'proofload-';
const withinMs = 5_000;

/** Whether this process may mount: CAP_SYS_ADMIN, which root has where it is not a container's. */
export async function mayMount(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const effective = /^CapEff:\s+([0-9a-f]+)$/m.exec(status)?.[1];
  return effective !== undefined && (BigInt(`0x${effective}`) & (1n << 21n)) !== 0n;
}

/** Makes a folder that holds so many bytes and no more, and that everybody may write to; it lives in memory. */
export async function mountTmpfs(path: string, token: string, bytes: number): Promise<void> {
  await mkdir(path);
  await command('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=1777`, `${prefix}${token}`, path]);
}

/** Takes it away with all that is in it; does nothing where no mount of this token is. */
export async function unmountTmpfs(path: string, token: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  // The table writes blanks in octal; our own paths have none.
  const isOurs = mounts.split('\n').some((line) => line.startsWith(`${prefix}${token} ${path} tmpfs `));
  // Lazy: who still holds a file of it keeps that file, and the folder is gone for all others.
  if (isOurs) await command('umount', ['-l', path]);
  await rmdir(path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
}

async function command(name: string, args: readonly string[]): Promise<void> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
  const { code, stderr } = await runCommand({ command: name, args, env, timeoutMs: withinMs });
  if (code !== 0)
    throw new Error(`${name} ${basename(args.at(-1) ?? '')}: ${stderr.trim() || `ended with ${code ?? 'a signal'}`}`);
}
