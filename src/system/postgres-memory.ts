import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/**
 * Removes the few bytes of System V shared memory by which a Postgres tells others that it uses its data: one that was killed
 * leaves them for as long as the machine runs. Linux only, and where there is `ipcrm`; elsewhere nothing.
 *
 * They are named in line 7 of `postmaster.pid`, by key and id: https://doxygen.postgresql.org/pidfile_8h_source.html
 *
 * @param data the folder of a Postgres that has ended
 */
export async function removePostgresMemory(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const [key, id] = text.split('\n')[6]?.trim().split(/\s+/) ?? [];
  if (key === undefined || id === undefined) return;
  const owner = await stat(pidFile).catch(() => undefined);
  const segment = (await segments()).find((one) => one['key'] === key && one['shmid'] === id);
  // What the file says may be old: the number may be that of somebody else's by now.
  if (segment?.['cuid'] !== String(owner?.uid) || segment['nattch'] !== '0') return;
  await runCommand({ command: 'ipcrm', args: ['-m', id], env: { PATH: '/usr/bin:/bin' }, timeoutMs: 2_000 }).catch(
    () => undefined,
  );
}

/** By the names of their columns: https://man7.org/linux/man-pages/man5/proc_sysvipc.5.html */
async function segments(): Promise<Readonly<Record<string, string>>[]> {
  const text = await readFile('/proc/sysvipc/shm', 'utf8').catch(() => '');
  const [titles = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.map((row) => Object.fromEntries(titles.map((title, index) => [title, row[index] ?? ''])));
}
