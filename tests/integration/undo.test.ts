import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../src/system/clock.ts';
import { makeTempDir } from '../../src/system/files.ts';
import { startChild } from '../../src/system/child.ts';
import { clean } from '../../src/undo/clean.ts';
import { runsOfFolder } from '../../src/undo/known-runs.ts';
import type { GuardianEvent } from '../../src/undo/guardian-link.ts';
import { lockForRun } from '../../src/undo/run-lock.ts';
import { makeTempFolder } from '../../src/undo/temp-folder.ts';
import { openUndoLog, type UndoLog } from '../../src/undo/undo-log.ts';
import type { HarnessNews } from '../fixtures/undo/harness.ts';
import { living } from '../fixtures/undo/living.ts';
import { endHarnesses, removeFolder, startHarness } from '../fixtures/undo/start-harness.ts';

let reports = '';
let folder = '';
let journalFile = '';
/** Stands in the command line of everything that a test starts. */
let token = '';
beforeEach(() => {
  reports = makeTempDir('undo-integration');
  folder = join(reports, 'run');
  journalFile = join(folder, 'journal.ndjson');
  token = `86400.${String(Math.random()).slice(2, 12)}`;
});
afterEach(async () => {
  await endHarnesses();
  for (const found of living(token)) process.kill(Number.parseInt(found), 'SIGKILL');
  await removeFolder(reports);
});

/** How long until nothing holds the text any more; fails after 30 s. */
async function untilNothingLives(text: string): Promise<number> {
  const waited = await until(() => living(text).length === 0, { timeoutMs: 30_000, what: 'nothing alive' });
  expect(living(text)).toEqual([]);
  return waited.waitedMs;
}
/** All that `children` start; the frozen one may have been stopped before it started its own. */
async function untilAllLive(): Promise<void> {
  const waited = await until(() => living(token).length >= 7, { timeoutMs: 30_000, what: 'all children' });
  expect(waited.met).toBe(true);
}
const children = (): Record<string, string> => ({
  stubborn: `trap "" TERM INT HUP; while :; do sleep 0.2 ${token}; done`,
  family: `sleep ${token} & setsid sleep ${token} & env -i setsid sh -c "sleep ${token} & wait" & wait`,
  frozen: `sleep ${token} & wait`,
});
const journal = (): string => readFileSync(journalFile, 'utf8');

test('kill -9 of the harness: children, grandchildren, a temporary folder and a Postgres are gone', async () => {
  const harness = await startHarness({
    runId: 'killed',
    folder,
    children: children(),
    frozen: ['frozen'],
    tempFolder: true,
    postgres: true,
  });
  const { tempFolder, guardianPid, postgresUrl } = await harness.ready();
  await untilAllLive();
  const server = living(`port=${new URL(postgresUrl!).port}`)[0]!;
  const cluster = / -D (\S+)/.exec(server)![1]!;
  expect(living(cluster).length).toBeGreaterThan(3);
  const sharedMemory = /\/dev\/shm\/\S+/.exec(readFileSync(`/proc/${Number.parseInt(server)}/maps`, 'utf8'))![0];
  expect(existsSync(sharedMemory)).toBe(true);

  const killed = performance.now();
  harness.signal('SIGKILL');
  await untilNothingLives(token);
  await untilNothingLives(cluster);
  console.log(`kill -9 to no process: ${(performance.now() - killed).toFixed(0)} ms`);
  const emptied = await until(
    () =>
      !existsSync(tempFolder!) &&
      !existsSync(cluster) &&
      !living('guardian-main').some((found) => found.startsWith(`${guardianPid} `)),
    {
      timeoutMs: 30_000,
      what: 'the folder and the guardian to go',
    },
  );
  expect(emptied.met).toBe(true);
  expect(existsSync(cluster)).toBe(false);
  expect(existsSync(sharedMemory)).toBe(false);
  expect(await runsOfFolder(reports)).toEqual([]);
});

test('a harness that just exits leaves nothing', async () => {
  const harness = await startHarness({
    runId: 'exited',
    folder,
    children: children(),
    tempFolder: true,
    exitAtOnce: true,
  });
  await harness.exited;
  await untilNothingLives(token);
});

test('a child is found by its marker when the harness dies between starting it and writing down its pid', async () => {
  const harness = await startHarness({
    runId: 'torn',
    folder,
    children: { one: `sleep ${token} & wait` },
    dieAfterSpawn: true,
  });
  await harness.exited;
  await untilNothingLives(token);
  expect(journal()).toContain('"state":"intent"');
  expect(journal()).not.toContain('"state":"made"');
});

test('a stopped harness loses its lease; when it wakes up it is told', async () => {
  const harness = await startHarness({
    runId: 'stopped',
    folder,
    leaseMs: 1_000,
    children: children(),
    tempFolder: true,
  });
  const { tempFolder } = await harness.ready();
  harness.signal('SIGSTOP');
  await untilNothingLives(token);
  expect((await until(() => !existsSync(tempFolder!), { timeoutMs: 30_000, what: 'folder' })).met).toBe(true);
  harness.signal('SIGCONT');
  expect(await harness.hear('guardian')).toEqual({ type: 'took-over' });
  harness.signal('SIGKILL');
  await harness.exited;
});

test('a living harness keeps its lease', async () => {
  const harness = await startHarness({
    runId: 'living',
    folder,
    leaseMs: 400,
    children: { one: `sleep ${token} & wait` },
  });
  await untilItListens((await harness.ready()).guardianPid!);
  const ended = await until(() => living(token).length === 0, { timeoutMs: 900, what: 'the child to be killed' });
  expect(ended.met).toBe(false);
  harness.tell();
  expect(await harness.hear('left')).toEqual([]);
});

test('a guardian that is killed is replaced, and the new one knows what is open', async () => {
  const harness = await startHarness({ runId: 'replaced', folder, children: children(), tempFolder: true });
  const { guardianPid, tempFolder } = await harness.ready();
  process.kill(guardianPid!, 'SIGKILL');
  expect(await harness.hear('guardian')).toEqual({ type: 'restarted', how: 'SIGKILL' });
  harness.signal('SIGKILL');
  await untilNothingLives(token);
  expect((await until(() => !existsSync(tempFolder!), { timeoutMs: 30_000, what: 'folder' })).met).toBe(true);
});

test('undoAll ends everything, lets the guardian go, and clean finds nothing', async () => {
  const harness = await startHarness({
    runId: 'orderly',
    folder,
    children: children(),
    frozen: ['frozen'],
    tempFolder: true,
  });
  const { guardianPid, tempFolder } = await harness.ready();
  expect(await clean(journalFile).catch((error: unknown) => error)).toMatchObject({ code: 'run-alive' });
  harness.tell();
  expect(await harness.hear('left')).toEqual([]);
  await harness.exited;
  expect(living(token)).toEqual([]);
  expect(existsSync(tempFolder!)).toBe(false);
  expect(existsSync(`/proc/${guardianPid}`)).toBe(false);
  expect(deputies()).toEqual([]);
  expect(readFileSync(join(folder, 'guardian.log'), 'utf8')).toBe('');
  expect(await runsOfFolder(reports)).toEqual([]);
});

/** Waits for the end of its guardian, or of it: for the journal in its arguments. */
const deputies = (): number[] => living(journalFile).map((found) => Number.parseInt(found));

test('harness and guardian killed together: the deputy undoes the run', async () => {
  const harness = await startHarness({
    runId: 'both',
    folder,
    children: children(),
    frozen: ['frozen'],
    tempFolder: true,
  });
  const { guardianPid, tempFolder } = await harness.ready();
  await untilAllLive();
  expect(deputies()).toHaveLength(1);
  process.kill(guardianPid!, 'SIGKILL');
  harness.signal('SIGKILL');
  await harness.exited;
  const goneMs = await untilNothingLives(token);
  console.log(`kill -9 of harness and guardian to no process: ${goneMs.toFixed(0)} ms`);
  await untilNothingLives(journalFile);
  expect(existsSync(tempFolder!)).toBe(false);
  expect(readFileSync(join(folder, 'guardian.log'), 'utf8')).toMatch(
    /deputy: harness and guardian are gone: undid 4 of/,
  );
  expect(await runsOfFolder(reports)).toEqual([]);
});

test('harness, guardian and deputy killed together: clean finds the run and undoes it', async () => {
  const harness = await startHarness({ runId: 'all', folder, children: children(), tempFolder: true });
  const { guardianPid, tempFolder, pids } = await harness.ready();
  for (const pid of [...deputies(), guardianPid!, harness.pid]) process.kill(pid, 'SIGKILL');
  await harness.exited;
  await untilAllLive();
  expect(await runsOfFolder(reports)).toMatchObject([
    { runId: expect.stringMatching(/^all-/) as string, open: [{}, {}, {}, {}] },
  ]);
  // The leader alone is gone: its group is found by what it was started with, the rest as its children.
  process.kill(pids['frozen']!, 'SIGKILL');
  const { undone, left } = await clean(journalFile);
  expect([undone.length, left]).toEqual([4, []]);
  expect(living(token)).toEqual([]);
  expect(existsSync(tempFolder!)).toBe(false);
});

async function ownLog(runId: string, onGuardian?: (event: GuardianEvent) => void): Promise<UndoLog> {
  execFileSync('mkdir', ['-p', folder]);
  return openUndoLog({ runId: `${runId}-${token}`, journalFile, onGuardian });
}

/** Whether the guardian's own code runs: SIGHUP is a signal that node leaves alone until somebody listens. */
async function untilItListens(guardianPid: number): Promise<void> {
  const caught = (): bigint =>
    BigInt(`0x${/SigCgt:\s*(\w+)/.exec(readFileSync(`/proc/${guardianPid}/status`, 'utf8'))![1]!}`);
  const waited = await until(() => (caught() & 1n) !== 0n, { timeoutMs: 30_000, what: 'the guardian to listen' });
  expect(waited.met).toBe(true);
}

test('the guardian is in a session of its own and holds nothing of ours but the pipe', async () => {
  const harness = await startHarness({ runId: 'session', folder }, { leakedFd: 40 });
  const { guardianPid } = await harness.ready();
  await untilItListens(guardianPid!);
  const proc = `/proc/${guardianPid}`;
  expect(readlinkSync(`/proc/${harness.pid}/fd/40`)).toMatch(/^socket:/);
  const leaked = await until(() => !existsSync(`${proc}/fd/40`), { timeoutMs: 30_000, what: 'the leak to be closed' });
  expect(leaked.met).toBe(true);
  const log = join(folder, 'guardian.log');
  expect(['1', '2'].map((fd) => readlinkSync(`${proc}/fd/${fd}`))).toEqual([log, log]);
  expect(readFileSync(`${proc}/stat`, 'utf8').split(') ')[1]!.split(' ')[3]).toBe(String(guardianPid));
  expect(readlinkSync(`${proc}/cwd`)).toBe('/');
  harness.signal('SIGKILL');
  await harness.exited;
});

test('the guardian is deaf to Ctrl-C and to a polite kill', async () => {
  const harness = await startHarness({ runId: 'deaf', folder, children: { one: `sleep ${token} & wait` } });
  const { guardianPid } = await harness.ready();
  await untilItListens(guardianPid!);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.kill(guardianPid!, signal);
  harness.signal('SIGKILL');
  await untilNothingLives(token);
  expect(readFileSync(join(folder, 'guardian.log'), 'utf8').match(/the harness is gone/g)).toHaveLength(1);
});

test('a run inside a run: killing the outer one leaves the inner guardian to undo the inner run', async () => {
  await using undo = await ownLog('outer');
  const inner = {
    runId: 'inner',
    folder: join(reports, 'inner'),
    children: { one: `sleep ${token} & wait` },
    tempFolder: true,
  };
  const child = await startChild(
    {
      name: 'harness',
      command: process.execPath,
      args: ['--import', 'tsx', fileURLToPath(new URL('../fixtures/undo/harness.ts', import.meta.url))],
      env: { PATH: process.env.PATH!, HARNESS_PLAN: JSON.stringify(inner) },
      stopTimeoutMs: 0,
    },
    undo,
  );
  const news = await until(() => child.lastLog(5).find((line) => line.includes('"ready"')), {
    timeoutMs: 30_000,
    what: 'ready',
  });
  if (!news.met) throw new Error('the inner harness never came up');
  const { tempFolder } = (JSON.parse(news.value) as { value: HarnessNews }).value;
  await child.stop();
  await untilNothingLives(token);
  const emptied = await until(() => !existsSync(tempFolder!), { timeoutMs: 30_000, what: 'the inner folder to go' });
  expect(emptied.met).toBe(true);
});

test('what a child has let go of is still found by the id of the run', async () => {
  const undo = await ownLog('stray');
  const script = `env -u PROOFLOAD_ENTRY setsid sleep ${token} & sleep 0.3`; // long enough to have let go
  const child = await startChild(
    { name: 'x', command: 'sh', args: ['-c', script], env: { PATH: process.env.PATH! } },
    undo,
  );
  await child.exited;
  expect((await until(() => living(token).length === 1, { timeoutMs: 30_000, what: 'the stray' })).met).toBe(true);
  expect(await undo.undoAll()).toEqual([]);
  expect(living(token)).toEqual([]);
});

test('an entry is in the journal before its thing is made', async () => {
  await using undo = await ownLog('ahead');
  const entered = await undo.enter({ kind: 'file', path: join(folder, 'proofload-x') });
  expect(journal().trim().split('\n')).toHaveLength(2);
  expect(journal()).toContain('proofload-x');
  await entered.undone();
  await entered.undone();
  expect(journal().match(/"undone"/g)).toHaveLength(1);
});

test('what is made while the run is already being undone is undone at once', async () => {
  const undo = await ownLog('late');
  const entered = await undo.enter({ kind: 'process', name: 'late', marker: `late-${token}`, group: true });
  expect(await undo.undoAll()).toEqual([]);
  await expect(undo.enter({ kind: 'file', path: '/tmp/proofload-x' })).rejects.toMatchObject({
    code: 'undo-log-closed',
  });
  const child = execFileSync('sh', [
    '-c',
    `PROOFLOAD_ENTRY=late-${token} setsid sleep ${token} >/dev/null 2>&1 & echo $!`,
  ]);
  expect((await until(() => living(token).length === 1, { timeoutMs: 30_000, what: 'the late process' })).met).toBe(
    true,
  );
  await expect(entered.made({ pid: Number(child), startTime: 'unknown' })).rejects.toMatchObject({
    code: 'undo-log-closed',
  });
  expect(living(token)).toEqual([]);
});

test('undoing waits for a process that is being started this instant, and ends it', async () => {
  const undo = await ownLog('race');
  const entered = await undo.enter({ kind: 'process', name: 'x', marker: `race-${token}`, group: true });
  let over = false;
  const undoing = undo.undoAll().finally(() => (over = true));
  expect((await until(() => over, { timeoutMs: 300, what: 'the end, too early' })).met).toBe(false);
  execFileSync('sh', ['-c', `PROOFLOAD_ENTRY=race-${token} setsid sleep ${token} >/dev/null 2>&1 &`]);
  await expect(entered.made()).rejects.toMatchObject({ code: 'undo-log-closed' });
  expect(await undoing).toEqual([]);
  expect(living(token)).toEqual([]);
});

test('what cannot be undone is told, and stays open in the journal', async () => {
  const undo = await ownLog('incomplete');
  await undo.enter({ kind: 'folder', path: folder });
  const left = await undo.undoAll();
  expect(left).toMatchObject([{ entry: { kind: 'folder' }, reason: expect.stringContaining('not deleted') as string }]);
  await expect(undo[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'cleanup-incomplete', exitCode: 6 });
  expect(existsSync(folder)).toBe(true);
});

test('without a journal nothing is started', async () => {
  await expect(openUndoLog({ runId: 'x', journalFile: join(folder, 'none', 'j') })).rejects.toMatchObject({
    code: 'journal-not-written',
    exitCode: 7,
  });
});

test('a guardian that cannot be kept alive is told once, and the log works on', async () => {
  const events: GuardianEvent[] = [];
  await using undo = await ownLog('unguarded', (event) => events.push(event));
  const over = await until(
    () => {
      if (undo.guardianPid !== undefined) process.kill(undo.guardianPid, 'SIGKILL');
      return events.some((event) => event.type === 'unguarded');
    },
    { timeoutMs: 30_000, what: 'the end of its patience' },
  );
  expect(over.met).toBe(true);
  expect(events.filter((event) => event.type === 'restarted')).toHaveLength(5);
  await using child = await startChild(
    { name: 'x', command: 'sleep', args: [token], env: { PATH: process.env.PATH! } },
    undo,
  );
  expect(living(token)).toHaveLength(1);
  await child.stop();
  expect(living(token)).toEqual([]);
});

test('a run keeps a target to itself until it is undone', async () => {
  const path = join(reports, 'target.lock');
  const undo = await ownLog('locker');
  await lockForRun(path, 'target shop', undo);
  await expect(lockForRun(path, 'target shop', undo)).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining('run locker') as string,
  });
  expect(await undo.undoAll()).toEqual([]);
  expect(existsSync(path)).toBe(false);
});

test('a temporary folder is gone when it is removed, and the journal says so', async () => {
  await using undo = await ownLog('folder');
  const made = await makeTempFolder('mine', undo);
  expect(existsSync(made.path)).toBe(true);
  await made.remove();
  await made.remove();
  expect(existsSync(made.path)).toBe(false);
  expect(journal()).toContain('"undone"');
});
