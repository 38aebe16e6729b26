import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ProofloadError } from '../../src/diagnostic/error.ts';
import { startChild, type Child, type ChildSpec } from '../../src/system/child.ts';
import { until } from '../../src/system/clock.ts';
import { makeTempDir } from '../../src/system/files.ts';
import { openEntries, readJournal } from '../../src/undo/journal.ts';
import { openUndoLog, type UndoLog } from '../../src/undo/undo-log.ts';
import { living } from '../fixtures/undo/living.ts';
import { removeFolder } from '../fixtures/undo/start-harness.ts';

let folder = '';
let undo: UndoLog;
let token = '';
beforeAll(async () => {
  folder = makeTempDir('child-integration');
  undo = await openUndoLog({ runId: `child-${Date.now()}`, journalFile: join(folder, 'journal.ndjson') });
});
afterAll(async () => {
  expect(await undo.undoAll()).toEqual([]);
  await removeFolder(folder);
});
beforeEach(() => {
  token = `86400.${String(Math.random()).slice(2, 12)}`; // stands in the command line of everything that a test starts
});
afterEach(() => {
  expect(living(token)).toEqual([]);
});

const env = { PATH: process.env.PATH! };
const shell = (script: string, spec: Partial<ChildSpec> = {}): Promise<Child> =>
  startChild({ name: 'shell', command: 'sh', args: ['-c', script], env, ...spec }, undo);
const open = async () => openEntries(await readJournal(join(folder, 'journal.ndjson'))).map(({ entry }) => entry);
const openKinds = async (): Promise<string[]> => (await open()).map(({ kind }) => kind);
const lineOf = (child: Child, text: string): Promise<unknown> =>
  until(() => child.lastLog(50).some((line) => line.includes(text)), { timeoutMs: 30_000, what: text });

test('says how it ended, keeps its last words and appends its output to the log file', async () => {
  const logFile = join(folder, 'services', 'x.log');
  for (const word of ['one', 'two']) {
    const child = await shell(`echo ${word}; echo err >&2; printf 'no newline'; exit 3`, { logFile });
    expect(await child.exited).toEqual({ code: 3, signal: null });
    expect(child.exit).toEqual({ code: 3, signal: null });
    expect(child.lastLog(10).toSorted()).toEqual(['err', 'no newline', word]);
    await child.stop();
  }
  const log = readFileSync(logFile, 'utf8');
  expect(log).toContain('one\n');
  expect(log).toContain('two\n');
  expect(await openKinds()).toEqual([]);
});

test('has exactly the environment that it was given, and its markers', async () => {
  const child = await shell('env', { env: { ...env, COLOUR: 'green' } });
  await child.exited;
  const names = child.lastLog(50).map((line) => line.split('=')[0]);
  expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name!)).toSorted()).toEqual([
    'COLOUR',
    'PATH',
    'PROOFLOAD_ENTRY',
    'PROOFLOAD_RUN_ID',
  ]);
  expect(child.lastLog(50)).toContain(`PROOFLOAD_RUN_ID=${undo.runId}`);
});

test('a polite child ends by the polite signal, and does so once however often it is stopped', async () => {
  const child = await shell(`trap 'echo bye; exit 7' TERM; echo up; sleep ${token} & wait`);
  await lineOf(child, 'up');
  await Promise.all([child.stop(), child.stop()]);
  expect(await child.exited).toEqual({ code: 7, signal: null });
  expect(child.lastLog(1)).toEqual(['bye']);
  expect(await openKinds()).toEqual([]);
});

test('a child that ignores SIGTERM is killed after its time, with its whole family', async () => {
  const child = await shell(`trap '' TERM; sleep ${token} & setsid sleep ${token} & echo up; sleep ${token} & wait`, {
    stopTimeoutMs: 100,
  });
  await lineOf(child, 'up');
  await child.stop();
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(living(token)).toEqual([]);
});

test('a stopped child is woken so that it can end politely', async () => {
  const child = await shell(`trap 'exit 7' TERM; echo up; sleep ${token} & wait`);
  await lineOf(child, 'up');
  child.signal('SIGSTOP', 'family');
  await child.stop();
  expect(await child.exited).toEqual({ code: 7, signal: null });
});

test('what a child leaves behind when it ends by itself is ended too', async () => {
  const child = await shell(`sleep ${token} & env -i sleep ${token} & setsid sleep ${token} & exit 0`);
  await child.exited;
  await child.stop();
  expect(living(token)).toEqual([]);
  expect(await openKinds()).toEqual([]);
});

test('a signal reaches the leader, the group, or the family', async () => {
  await using child = await shell(`sleep ${token} & setsid sleep ${token} & echo up; wait; sleep ${token}`);
  await lineOf(child, 'up');
  const states = (): string =>
    living(token)
      .map((found) => readFileSync(`/proc/${Number.parseInt(found)}/stat`, 'utf8').split(') ')[1]![0])
      .toSorted()
      .join('');
  await until(() => living(token).length === 3, { timeoutMs: 30_000, what: 'all three' });
  const become = async (wanted: string): Promise<void> => {
    await until(() => states() === wanted, { timeoutMs: 30_000, what: wanted });
    expect(states()).toBe(wanted);
  };
  child.signal('SIGSTOP', 'leader');
  await become('SST');
  child.signal('SIGSTOP');
  await become('STT');
  child.signal('SIGSTOP', 'family');
  await become('TTT');
  child.signal('SIGCONT', 'family');
  await become('SSS');
});

test('lines are handed over as they come', async () => {
  const child = await shell('read line <&3; echo "got $line"; echo again', { pipes: 1 });
  const lines: string[] = [];
  const quiet = child.onLine((line) => {
    lines.push(line);
    quiet();
  });
  child.pipe(3).write('hello\n');
  await child.exited;
  expect(lines).toEqual(['got hello']);
});

test('extra pipes go both ways', async () => {
  const child = await shell('cat <&3 >&4', { pipes: 2 });
  let back = '';
  child.pipe(4).on('data', (chunk: Buffer) => (back += chunk.toString()));
  child.pipe(3).end('there and back');
  await child.exited;
  expect(back).toBe('there and back');
  expect(() => child.pipe(5)).toThrow('without a pipe 5');
  expect(() => child.pipe(1)).toThrow('without a pipe 1');
});

test('a child that writes faster than the disk takes it is neither stalled nor kept in memory, nor fills the disk', async () => {
  const logFile = join(folder, 'big.log');
  const child = await shell('head -c 50000000 /dev/zero | tr "\\0" x; echo; echo end', { logFile });
  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(child.lastLog(1)).toEqual(['end']);
  expect(child.lastLog(2)[0]).toHaveLength(2_000);
  const log = readFileSync(logFile, 'utf8');
  // The first 10 MB, what was being read then, and the last lines.
  expect(log.length).toBeGreaterThanOrEqual(10_000_000);
  expect(log.length).toBeLessThan(11_000_000);
  expect(log).toMatch(/lines left out ---\n[^]*\nend\n$/);
});

test('a full disk costs the log file, not the child', async () => {
  const child = await shell('head -c 5000000 /dev/zero | tr "\\0" x; echo; echo end', { logFile: '/dev/full' });
  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(child.lastLog(1)).toEqual(['end']);
});

test('an extra pipe that nobody reads does not hold up the news of the end, and keeps what it has', async () => {
  const newsAfterMs = async (): Promise<number> => {
    const child = await shell('echo early >&3', { pipes: 1 });
    const started = performance.now();
    await child.exited;
    const tookMs = performance.now() - started;
    const words: string[] = [];
    for await (const chunk of child.pipe(3)) words.push(String(chunk));
    expect(words.join('')).toBe('early\n');
    return tookMs;
  };
  await expect.poll(newsAfterMs).toBeLessThan(1_500); // it would be held up for 2 s each time
});

test('a stream that is asked for late flows to a listener too', async () => {
  const child = await shell('echo early >&3; read word <&3; echo $word >&3', { pipes: 1 });
  const stream = child.pipe(3);
  let heard = '';
  stream.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  stream.write('late\n');
  await child.exited;
  expect((await until(() => heard === 'early\nlate\n', { timeoutMs: 15_000, what: 'both words' })).met).toBe(true);
});

test.each([
  ['a command that does not exist', { command: 'no-such-tool' }, 'is installed and on the PATH'],
  ['a file that may not be executed', { command: '/etc/passwd' }, 'may be executed'],
  ['a folder that does not exist', { command: 'true', cwd: '/no/such/folder' }, '/no/such/folder'],
])('%s is an error of the environment, with the command and what to do', async (_, spec, hint) => {
  const error = await startChild({ name: 'tool', args: ['--flag'], env, ...spec }, undo).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(ProofloadError);
  expect(error).toMatchObject({ code: 'spawn-failed', exitCode: 7 });
  expect((error as ProofloadError).message).toContain(`${spec.command} --flag`);
  expect((error as ProofloadError).hint).toContain(hint);
  // By name: the end of the child of the test before may still be on its way into the journal.
  expect((await open()).filter((entry) => 'name' in entry && entry.name === 'tool')).toEqual([]);
});

test('nothing is started when it cannot be entered', async () => {
  const refusing = { runId: undo.runId, enter: () => Promise.reject(new Error('disk full')) };
  await expect(startChild({ name: 'x', command: 'sleep', args: [token], env }, refusing)).rejects.toThrow('disk full');
  expect(living(token)).toEqual([]);
});

test('a child that cannot be written down as made is ended again', async () => {
  const journal = {
    runId: undo.runId,
    enter: () =>
      Promise.resolve({ made: () => Promise.reject(new Error('disk full')), undone: () => Promise.resolve() }),
  };
  await expect(startChild({ name: 'x', command: 'sleep', args: [token], env }, journal)).rejects.toThrow('disk full');
  expect(living(token)).toEqual([]);
});

test('a log file that cannot be opened is told before anything runs', async () => {
  mkdirSync(join(folder, 'taken'));
  await expect(shell(`sleep ${token}`, { logFile: join(folder, 'taken') })).rejects.toMatchObject({
    code: 'spawn-failed',
  });
  expect(living(token)).toEqual([]);
});

test.runIf(process.getuid?.() === 0)('runs as somebody else', async () => {
  const child = await shell('id -u; id -g', { uid: 65534, gid: 65534, cwd: '/' });
  await child.exited;
  expect(child.lastLog(2)).toEqual(['65534', '65534']);
});
