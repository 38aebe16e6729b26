import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process of the machine. `startTime` is opaque: equal strings mean the same process, also after pids were used again. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly zombie: boolean;
  /** It stands still: SIGSTOP was sent, and no SIGCONT since. */
  readonly stopped: boolean;
  readonly startTime: string;
}

const hasProc = existsSync('/proc/self/stat');

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined; // the process ended meanwhile, or belongs to somebody else
  }
}

/** Start times count from boot, so a time alone could match a process of an earlier boot. */
const boot = hasProc ? (read('/proc/sys/kernel/random/boot_id') ?? '').slice(0, 8) : '';

/** A row from `/proc/PID/stat`. The command name stands in parentheses and may itself hold spaces and parentheses. */
export function parseStat(stat: string): ProcessRow | undefined {
  const close = stat.lastIndexOf(')');
  const fields = stat.slice(close + 2).split(' ');
  const [state, parent, group] = fields;
  const ticks = fields[19]; // field 22 of the whole line
  if (close < 0 || state === undefined || ticks === undefined) return undefined;
  return {
    pid: Number.parseInt(stat, 10),
    parent: Number(parent),
    group: Number(group),
    zombie: state === 'Z' || state === 'X',
    stopped: state === 'T',
    startTime: `${boot}:${ticks}`,
  };
}

/** A row from a line of `ps -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(line: string): ProcessRow | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line);
  if (match === null) return undefined;
  const [, pid, parent, group, state = '', startTime = ''] = match;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    zombie: state.startsWith('Z'),
    stopped: state.startsWith('T'),
    startTime,
  };
}

/** Rows by `ps`, where there is no `/proc`; `who` is `-ax` or `-p PID`. */
export function psRows(who: readonly string[]): ProcessRow[] {
  let text: string;
  try {
    text = execFileSync('ps', [...who, '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
      encoding: 'utf8',
      env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return []; // ps ends with 1 when nothing matches
  }
  return text.split('\n').flatMap((line) => parsePs(line) ?? []);
}

/** Every process of the machine that we may see. */
export function processTable(): ProcessRow[] {
  if (!hasProc) return psRows(['-ax']);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => parseStat(read(`/proc/${pid}/stat`) ?? '') ?? []);
}

function rowOf(pid: number): ProcessRow | undefined {
  return hasProc ? parseStat(read(`/proc/${pid}/stat`) ?? '') : psRows(['-p', String(pid)])[0];
}

/** When the process started, as an opaque string; `undefined` when there is no such process. A zombie has one. */
export function startTimeOf(pid: number): string | undefined {
  return rowOf(pid)?.startTime;
}

/** Whether exactly this process still runs. A zombie counts as gone: pid 1 of a container may never reap it. */
export function isAlive(pid: number, startTime: string): boolean {
  const row = rowOf(pid);
  return row !== undefined && !row.zombie && row.startTime === startTime;
}

/** Those of the processes that still run. */
export function stillAlive<T extends Pick<ProcessRow, 'pid' | 'startTime'>>(processes: readonly T[]): T[] {
  if (hasProc) return processes.filter(({ pid, startTime }) => isAlive(pid, startTime));
  const living = new Map(psRows(['-ax']).map((row) => [row.pid, row.zombie ? undefined : row.startTime]));
  return processes.filter(({ pid, startTime }) => living.get(pid) === startTime);
}

/**
 * The environment that a process was started with, as `NAME=value` strings; `undefined` where it cannot be known
 * (no `/proc`, or the process belongs to another user). A program may overwrite it: Postgres backends do.
 */
export function startEnvironment(pid: number): readonly string[] | undefined {
  return read(`/proc/${pid}/environ`)?.split('\0');
}

/** The program that a process runs and the folder it works in; `undefined` where that cannot be known. */
export function runningProgram(pid: number): { readonly program: string; readonly folder: string } | undefined {
  const target = (link: string): string => readlinkSync(`/proc/${pid}/${link}`).replace(/ \(deleted\)$/, '');
  try {
    return { program: target('exe'), folder: target('cwd') };
  } catch {
    return undefined;
  }
}

/** Every process that was started with one of these `NAME=value` strings in its environment. Linux only; elsewhere empty. */
export function pidsWithEnvironment(...settings: readonly string[]): number[] {
  if (!hasProc) return [];
  return processTable()
    .filter((row) => !row.zombie && startEnvironment(row.pid)?.some((setting) => settings.includes(setting)) === true)
    .map((row) => row.pid);
}

/** The parents of a process up to the first one, nearest first. */
export function ancestorsOf(pid: number, table: readonly ProcessRow[] = processTable()): number[] {
  const parents = new Map(table.map((row) => [row.pid, row.parent]));
  const line: number[] = [];
  for (let at = parents.get(pid); at !== undefined && at > 0 && !line.includes(at); at = parents.get(at)) line.push(at);
  return line;
}
