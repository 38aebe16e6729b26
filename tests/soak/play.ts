import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { heldBy, processesOf, remains, type Places } from './look.ts';
import { delayAfter, type RunEvent } from './moments.ts';
import { endOf, keepEdges, proofload, startRun, toxiproxiesOf, type Scene } from './program.ts';
import type { Case, Victim } from './strata.ts';

export interface Outcome extends Case {
  /** From the kill, or from the end of a stopped harness's lease, until nothing was left, in ms; null: something stayed. */
  readonly cleanMs: number | null;
  /** What stayed, and what else was wrong. */
  readonly left: readonly string[];
}

/** What comes clean later than it should is told with its time. */
const lookForMs = 20_000;
/** Of a harness that stands still, as `undo-log.ts` has it; the guardian looks once a second. */
const leaseMs = 16_000;
const runWithinMs = 60_000;

/** Whether it was clean when it should have been. */
export function isClean({ cleanMs }: Pick<Outcome, 'cleanMs'>): boolean {
  return cleanMs !== null && cleanMs <= 5_000;
}

/** Plays one run, does the harm at its moment, and looks until nothing is left. Null when the run had ended before. */
export async function playCase(one: Case, scene: Scene): Promise<Outcome | null> {
  const { folder, databaseUrl } = scene;
  const temp = join(folder, 'temp');
  for (const name of ['temp', 'reports']) mkdirSync(join(folder, name), { recursive: true });
  chmodSync(temp, 0o755); // Postgres runs as another user where we are root
  const kept = one.experiment === 'kept' ? await keepEdges(scene) : [];
  const toxiproxyUrls = await toxiproxiesOf(kept);
  const startedS = Math.floor(Date.now() / 1000);
  const harness = startRun(one.experiment, one.at, scene);
  const ended = endOf(harness);
  try {
    if (!(await isTime(harness, one))) {
      const code = await ended;
      if (isUsual(code)) return null;
      throw new Error(`it could not be run: exit code ${code}`);
    }
    const marks = [folder, ...readdirSync(join(folder, 'reports'))];
    const before = processesOf(marks).filter(({ pid }) => !kept.includes(pid));
    const places: Places = {
      marks,
      temp,
      held: heldBy(before, startedS),
      databaseUrl: one.experiment === 'shared' ? databaseUrl : null,
      toxiproxyUrls,
      spared: kept,
      sessions: true,
    };
    const pids = pidsOf(one.victim, harness.pid ?? 0, before, one.at);
    const since = performance.now();
    const hit = pids.filter((pid) => signal(pid, one.victim.endsWith('stopped') ? 'SIGSTOP' : 'SIGKILL'));
    if (hit.length === 0) return null;
    const outcome = { ...one, ...(await consequences(one.victim, since, harness, ended, places)) };
    if (outcome.cleanMs === null)
      await endOf(proofload(['clean', '--all', '--reports', join(folder, 'reports')], scene));
    return outcome;
  } catch (error) {
    return { ...one, cleanMs: null, left: [String(error)] };
  } finally {
    harness.kill('SIGKILL');
    await ended;
    if (kept.length > 0) await endOf(proofload(['edges', 'down', '--all'], scene));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What comes of it: a killed harness is cleaned up after, one that goes on ends as any run does. */
async function consequences(
  victim: Victim,
  since: number,
  harness: ChildProcess,
  ended: Promise<number | null>,
  places: Places,
): Promise<Pick<Outcome, 'cleanMs' | 'left'>> {
  if (victim === 'harness' || victim === 'harness and guardian') {
    await ended;
    return untilClean(places, since);
  }
  const stopped: Pick<Outcome, 'cleanMs' | 'left'> | null =
    victim === 'harness, stopped' ? await afterLease(harness, places) : null;
  const code = await Promise.race([ended, late(runWithinMs)]);
  if (code === 'late') harness.kill('SIGKILL');
  // One that was undone before its load began could not be carried out.
  const isRight = code !== 'late' && (isUsual(code) || (stopped !== null && code === 7));
  const wrong = isRight ? [] : [code === 'late' ? 'the run did not end' : `exit code ${code}`];
  const { cleanMs, left } = await untilClean(places, performance.now());
  const all = [...(stopped?.left ?? []), ...wrong, ...left];
  return { cleanMs: all.length > 0 ? null : (stopped?.cleanMs ?? cleanMs), left: all };
}

/** Looks at what is left while the harness still stands, with what ends as it does, and then wakes it. */
async function afterLease(harness: ChildProcess, places: Places): Promise<Pick<Outcome, 'cleanMs' | 'left'>> {
  await late(leaseMs);
  const attached = processesOf(places.marks).filter(({ command }) =>
    /esbuild --service|proofload-deputy/.test(command),
  );
  const standing = [harness.pid ?? 0, ...attached.map(({ pid }) => pid)];
  const spared = [...places.spared, ...standing];
  const clean = await untilClean({ ...places, spared, sessions: false }, performance.now());
  harness.kill('SIGCONT');
  return clean;
}

async function untilClean(places: Places, since: number): Promise<Pick<Outcome, 'cleanMs' | 'left'>> {
  for (;;) {
    const left = await remains(places).catch((error: unknown) => [`not looked: ${String(error)}`]);
    const cleanMs = performance.now() - since;
    if (left.length === 0) return { cleanMs, left };
    if (cleanMs > lookForMs) return { cleanMs: null, left };
    await late(50);
  }
}

/** Resolves when the moment has come; false when the run ended before. */
async function isTime(harness: ChildProcess, { stage, at }: Case): Promise<boolean> {
  const ended = new Promise<false>((resolve) => harness.once('exit', () => resolve(false)));
  const begun = new Promise<number>((resolve) => {
    const hear = (event: RunEvent | 'spawned'): void => {
      const delayMs = delayAfter(event, stage, at);
      if (delayMs !== null) resolve(delayMs);
    };
    hear('spawned');
    // A line that has no end was being written at the kill.
    if (harness.stdout !== null)
      createInterface(harness.stdout).on('line', (line) => {
        if (line.endsWith('}')) hear(JSON.parse(line) as RunEvent);
      });
  });
  const come = begun.then(async (delayMs) => {
    await late(delayMs);
    return true;
  });
  return Promise.race([come, ended]);
}

/** Whether there was somebody to get it. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function pidsOf(victim: Victim, harness: number, processes: ReturnType<typeof processesOf>, at: number): number[] {
  const guardians = processes.flatMap(({ pid, command }) => (/guardian-main\.[jt]s$/.test(command) ? [pid] : []));
  const toxiproxies = processes.flatMap(({ pid, command }) => (command.includes('toxiproxy-server') ? [pid] : []));
  const anyOf = toxiproxies.slice(Math.floor(at * toxiproxies.length)).slice(0, 1);
  switch (victim) {
    case 'harness':
    case 'harness, stopped':
      return [harness];
    case 'harness and guardian':
      return guardians.length === 0 ? [] : [...guardians, harness];
    case 'guardian':
      return guardians;
    case 'Toxiproxy':
    case 'Toxiproxy, stopped':
      return anyOf;
  }
}

/** It passed, failed, or proved nothing. */
function isUsual(code: number | null): boolean {
  return code !== null && [0, 3, 5].includes(code);
}

function late(ms: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), ms));
}
