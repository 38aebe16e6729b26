import { basename } from 'node:path';
import { sleep } from './clock.ts';
import { ancestorsOf, isAlive, runningProgram, stillAlive, type ProcessRow } from './process-table.ts';
import { nextCensus, takeCensus, type Census } from './process-census.ts';

/** Set in a guardian's environment: it must outlive whatever is ended here, also when it is a descendant of it. */
export const guardianVariable = 'PROOFLOAD_GUARDIAN';

/** A signal that asks a process to end. */
export type EndSignal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP';

/** A folder in which only one program of ours works. */
export interface Workplace {
  readonly folder: string;
  /** Path of the program. */
  readonly program: string;
}

/** What is known about the processes to end. A process belongs to it by any of these. */
export interface Claim {
  /** The first process, leader of its own group. Only believed together with its start time. */
  readonly leader?: { readonly pid: number; readonly startTime: string } | undefined;
  /** `NAME=value` that the processes were started with. */
  readonly setting: string;
  /** The leader ended this instant, so its group is still nobody else's. @default false */
  readonly groupIsOurs?: boolean | undefined;
  /** For programs whose processes shed group, parent and environment; Linux only. */
  readonly workplace?: Workplace | undefined;
}

export interface Grace {
  readonly signal: NodeJS.Signals;
  /** How long the first process may take to end after the signal. */
  readonly waitMs: number;
}

/**
 * All living processes of a claim: the leader, its group, whoever carries the setting, and all their descendants.
 * `known` are members found earlier: their children belong too, also after the leader is gone.
 */
export function familyOf(claim: Claim, known: readonly ProcessRow[] = [], census = takeCensus()): ProcessRow[] {
  const { table } = census;
  const spared = new Set([process.pid, ...ancestorsOf(process.pid, table)]);
  const knownStarts = new Map(known.map((row) => [row.pid, row.startTime]));
  const leader = claim.leader;
  const groupIsOurs =
    claim.groupIsOurs === true || table.some((row) => row.pid === leader?.pid && row.startTime === leader.startTime);

  const belongs = (row: ProcessRow): boolean => {
    if (row.pid === leader?.pid && row.startTime === leader.startTime) return true;
    if (knownStarts.get(row.pid) === row.startTime) return true;
    if (census.environmentOf(row.pid)?.includes(claim.setting) === true) return true;
    if (claim.workplace !== undefined && worksAt(row.pid, claim.workplace)) return true;
    // Without its leader a group's number may have been given to strangers since; then only the setting speaks for it.
    return row.group === leader?.pid && groupIsOurs;
  };
  const members = new Set(table.filter(belongs).map((row) => row.pid));
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const row of table) if (members.has(row.parent) && !spared.has(row.parent)) members.add(row.pid);
  }
  return table.filter(
    (row) => members.has(row.pid) && !row.zombie && row.pid > 1 && !spared.has(row.pid) && !isGuardian(row.pid, census),
  );
}

function worksAt(pid: number, { folder, program }: Workplace): boolean {
  const running = runningProgram(pid);
  return running?.folder === folder && basename(running.program) === basename(program);
}

function isGuardian(pid: number, { environmentOf }: Census): boolean {
  return environmentOf(pid)?.some((setting) => setting.startsWith(`${guardianVariable}=`)) === true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already, or not ours to signal: then it shows up as still alive
  }
}

async function untilGone(rows: readonly { pid: number; startTime: string }[], waitMs: number): Promise<boolean> {
  const deadline = performance.now() + waitMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    if (stillAlive(rows).length === 0) return true;
    if (performance.now() >= deadline) return false;
    await sleep(pauseMs);
  }
}

/**
 * Ends every process of a claim: wakes the stopped ones, tries the graces one after another on the leader's group, then
 * SIGKILL for all that is left, again and again until nothing is (new forks included) or `killWaitMs` is over.
 *
 * Gives the pids that are still alive: empty means done. Doing it again does no harm.
 */
export async function endProcesses(claim: Claim, graces: readonly Grace[], killWaitMs = 4_000): Promise<number[]> {
  let rows = familyOf(claim, [], await nextCensus());
  for (const row of rows) send(row.pid, 'SIGCONT'); // a stopped process takes no other signal but SIGKILL
  const { leader } = claim;
  for (const grace of graces) {
    if (leader === undefined || !isAlive(leader.pid, leader.startTime)) break;
    send(-leader.pid, grace.signal);
    if (await untilGone([leader], grace.waitMs)) {
      await untilGone(rows, 200); // the leader is gone: what it started had its signal too and gets a moment
      break;
    }
  }
  for (const deadline = performance.now() + killWaitMs; ;) {
    rows = familyOf(claim, rows, await nextCensus());
    if (rows.length === 0) return [];
    for (const row of rows) send(row.pid, 'SIGKILL');
    if (performance.now() >= deadline) break;
    await untilGone(rows, 100);
  }
  return stillAlive(rows).map((row) => row.pid);
}
