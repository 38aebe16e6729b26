import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { processTable, type ProcessRow } from './process-table.ts';

/** What a service uses: a process and all below it, or a container. */
export interface ServiceUsage {
  /** Since they were started, with that of their children that have ended. */
  readonly cpuSeconds: number;
  /** Memory of each process alone, and what they share once. */
  readonly memoryBytes: number;
  /** Undefined where nobody counts them. */
  readonly openFiles?: number;
}

/** Of processes all of it is known. */
export type ProcessUsage = Required<ServiceUsage>;

/** Linux counts processor time in hundredths of a second wherever Node runs (USER_HZ). */
const ticksPerSecond = 100;
const hasProc = existsSync('/proc/self/stat');

/** Undefined where there is no `/proc`, or no such process. */
export function processUsage(root: number): ProcessUsage | undefined {
  if (!hasProc) return undefined;
  const found = treeOf(root).flatMap((pid) => usageOf(pid) ?? []);
  if (found.length === 0) return undefined;
  const sum = (of: (one: Usage) => number) => found.reduce((total, one) => total + of(one), 0);
  const most = (of: (one: Usage) => number) => Math.max(...found.map(of));
  return {
    cpuSeconds: sum(({ ticks }) => ticks) / ticksPerSecond,
    // Pages that processes share are in the figures of each: all of a database's buffers in that of every connection.
    memoryBytes: 1024 * (sum(({ ownKb }) => ownKb) + most(({ sharedKb }) => sharedKb) + most(({ fileKb }) => fileKb)),
    openFiles: sum(({ files }) => files),
  };
}

/** Several services are looked at one after the other: one look at the whole machine, some ms long, does for all. */
const tableLastsMs = 250;
let table: { readonly rows: readonly ProcessRow[]; readonly untilMs: number } = { rows: [], untilMs: -Infinity };

function recentTable(): readonly ProcessRow[] {
  if (performance.now() > table.untilMs) table = { rows: processTable(), untilMs: performance.now() + tableLastsMs };
  return table.rows;
}

function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const { pid, parent, zombie } of recentTable()) {
    if (!zombie) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

interface Usage {
  readonly ticks: number;
  readonly ownKb: number;
  readonly sharedKb: number;
  readonly fileKb: number;
  readonly files: number;
}

/** See proc_pid_stat(5) and proc_pid_status(5); undefined when the process ended meanwhile. */
function usageOf(pid: number): Usage | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
    return {
      ticks: parseTicks(readFileSync(`/proc/${pid}/stat`, 'latin1')),
      ownKb: kb('RssAnon'),
      sharedKb: kb('RssShmem'),
      fileKb: kb('RssFile'),
      files: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch {
    return undefined;
  }
}

/** utime, stime, cutime and cstime: fields 14 to 17, of which the command's name may hold spaces and parentheses. */
export function parseTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}
