import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { until } from './clock.ts';

/** Where this machine limits the CPU of groups of processes. */
export interface CpuHierarchy {
  /** Where it is mounted. */
  readonly root: string;
  readonly version: 1 | 2;
}

/** Why no group can be made here, in words. */
export interface NoCpuGroups {
  readonly why: string;
}

const prefix = 'proofload-';
/** Of the limit: so long is counted together, in µs. */
const periodUs = 100_000;

/** The hierarchy with the cpu controller in which we may make groups; changes nothing. */
export function findCpuHierarchy(mounts = read('/proc/self/mounts') ?? ''): CpuHierarchy | NoCpuGroups {
  const rows = mounts.split('\n').map((line) => line.split(' '));
  const first = rows.find(([, , type, options]) => type === 'cgroup' && options?.split(',').includes('cpu') === true);
  const second = rows.find(([, , type]) => type === 'cgroup2');
  const found: CpuHierarchy | undefined =
    first?.[1] !== undefined
      ? { root: first[1], version: 1 }
      : second?.[1] !== undefined
        ? { root: second[1], version: 2 }
        : undefined;
  if (found === undefined) return { why: 'this machine has no cgroups' };
  const controllers = read(join(found.root, 'cgroup.subtree_control')) ?? '';
  if (found.version === 2 && !controllers.split(/\s+/).includes('cpu')) {
    return { why: `groups in ${found.root} have no cpu controller (cgroup.subtree_control)` };
  }
  try {
    accessSync(found.root, constants.W_OK);
    return found;
  } catch {
    return { why: `no group can be made in ${found.root}: that takes root, on a machine whose cgroups are writable` };
  }
}

/** The group that a process is in now. */
export function cpuGroupOf(pid: number, { root, version }: CpuHierarchy): string {
  const rows = (read(`/proc/${pid}/cgroup`) ?? '').trim().split('\n').map((line) => line.split(':')); // prettier-ignore
  const own = rows.find(([id, controllers]) =>
    version === 2 ? id === '0' : controllers?.split(',').includes('cpu') === true,
  );
  return join(root, own?.slice(2).join(':') ?? '/');
}

export function newCpuGroupPath(name: string, { root }: CpuHierarchy): string {
  return join(root, `${prefix}${name.replace(/[^A-Za-z0-9_-]/g, '-')}`);
}

/** Makes a group without processes whose processes together get so many CPUs; read back. */
export function makeCpuGroup(path: string, cpus: number, { version }: CpuHierarchy): void {
  mkdirSync(path);
  const quota = Math.round(cpus * periodUs);
  if (version === 2) writeFileSync(join(path, 'cpu.max'), `${quota} ${periodUs}`);
  else {
    writeFileSync(join(path, 'cpu.cfs_period_us'), String(periodUs));
    writeFileSync(join(path, 'cpu.cfs_quota_us'), String(quota));
  }
  const limit = read(join(path, version === 2 ? 'cpu.max' : 'cpu.cfs_quota_us'));
  if (!limit?.startsWith(String(quota)))
    throw new Error(`${path} has the limit ${limit?.trim() ?? 'none'}, not ${quota}`);
}

/** Moves processes into a group; those that have ended meanwhile are passed over. */
export function moveToGroup(path: string, pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      writeFileSync(join(path, 'cgroup.procs'), String(pid));
    } catch (error) {
      if (!isCode(error, 'ESRCH')) throw error;
    }
  }
}

export function pidsIn(path: string): number[] {
  return (read(join(path, 'cgroup.procs')) ?? '').split('\n').flatMap((line) => (line === '' ? [] : [Number(line)]));
}

/** In how many periods the group's processes had to wait for its limit, since it was made. */
export function timesThrottled(path: string): number {
  return Number(/^nr_throttled (\d+)$/m.exec(read(join(path, 'cpu.stat')) ?? '')?.[1] ?? 0);
}

/**
 * Moves a group's processes to another and removes it; does nothing where it is gone.
 *
 * @throws Error for a group that is not one of ours, or that cannot be emptied within two seconds
 */
export async function removeCpuGroup(path: string, home: string): Promise<void> {
  if (!basename(path).startsWith(prefix)) throw new Error('not removed: its name is not one of ours');
  if (!existsSync(path)) return;
  if (!existsSync(join(dirname(path), 'cgroup.procs'))) throw new Error('not removed: it is no control group');
  const removed = await until(
    () => {
      moveToGroup(home, pidsIn(path));
      rmdirSync(path); // busy for a moment after the last process has left
      return true;
    },
    { timeoutMs: 2_000, everyMs: 10, what: path },
  );
  if (!removed.met) throw removed.lastError;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
