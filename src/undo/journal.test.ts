import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempDir } from '../system/files.ts';
import { startTimeOf } from '../system/process-table.ts';
import { clean } from './clean.ts';
import type { Entry } from './entry.ts';
import { journalFileName, openEntries, readJournal } from './journal.ts';
import { runsOfFolder } from './known-runs.ts';
import type { JournalHeader, JournalRecord } from './record.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = makeTempDir('journal-test');
  mkdirSync(join(folder, 'run-1'));
  file = join(folder, 'run-1', journalFileName);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const header: JournalHeader = {
  journal: 'proofload',
  version: 1,
  runId: 'run-1',
  host: hostname(),
  pid: process.pid,
  startTime: 'of a dead process',
  at: 1,
};
const path = (name: string): string => join(folder, `proofload-${name}`);
const fileEntry = (name: string): Entry => ({ kind: 'file', path: path(name) });
const record = (id: string, state: JournalRecord['state'], entry?: Entry): JournalRecord => ({
  id,
  state,
  at: 1,
  entry,
});

function write(...lines: readonly (object | string)[]): void {
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''));
}

test('open is what is not undone, newest first, with what became known when it was made', async () => {
  const child = { kind: 'process', name: 'k6', marker: 'm', group: true } as const;
  write(
    header,
    record('e1', 'intent', fileEntry('a')),
    record('e2', 'intent', child),
    record('e2', 'made', { ...child, pid: 42, startTime: 's' }),
    record('e3', 'intent', fileEntry('c')),
    record('e1', 'made'),
    record('e3', 'undone'),
    record('e4', 'intent', fileEntry('d')),
    record('e4', 'failed'),
  );
  const open = openEntries(await readJournal(file));
  expect(open.map(({ id, state }) => [id, state])).toEqual([
    ['e4', 'failed'],
    ['e2', 'made'],
    ['e1', 'made'],
  ]);
  expect(open[1]?.entry).toEqual({ ...child, pid: 42, startTime: 's' });
});

test('a torn last line is passed over, and so is one in the middle that another process wrote after', async () => {
  write(
    header,
    record('e1', 'intent', fileEntry('a')),
    '{"id":"e2","sta\n',
    record('e3', 'intent', fileEntry('c')),
    '{"id":"e1","state":"und',
  );
  const journal = await readJournal(file);
  expect(openEntries(journal).map(({ id }) => id)).toEqual(['e3', 'e1']);
  expect(journal.unknown).toEqual([]);
});

test('a kind of a newer version is told with its line, and not cleaned half', async () => {
  write(header, record('e1', 'intent', fileEntry('a')), {
    id: 'e2',
    state: 'intent',
    at: 1,
    entry: { kind: 'satellite' },
  });
  writeFileSync(path('a'), '');
  expect((await readJournal(file)).unknown).toMatchObject([{ line: 3 }]);
  await expect(clean(file)).rejects.toMatchObject({ code: 'journal-not-understood', exitCode: 6 });
});

test('a journal that is not there is a mistake of who asks, and leaves nothing behind', async () => {
  await expect(clean(path('nowhere'))).rejects.toMatchObject({ code: 'no-journal', exitCode: 2 });
});

test.each([
  ['nothing', ''],
  ['something else', '{"hello":1}\n'],
])('a file that holds %s is no journal', async (_, content) => {
  write(content);
  await expect(readJournal(file)).rejects.toMatchObject({ code: 'journal-unreadable', location: { file } });
});

test('clean undoes what a dead run left, whether it was made or only meant, and a second time finds nothing', async () => {
  writeFileSync(path('a'), '');
  write(header, record('e1', 'intent', fileEntry('a')), record('e2', 'intent', fileEntry('never-made')));
  expect(await runsOfFolder(folder)).toMatchObject([{ runId: 'run-1', journalFile: file, open: [{}, {}] }]);
  expect(await clean(file)).toEqual({ undone: [fileEntry('never-made'), fileEntry('a')], left: [] });
  expect(await runsOfFolder(folder)).toEqual([]);
  expect(await clean(file)).toEqual({ undone: [], left: [] });
});

test('clean says what it could not undo, and it stays open', async () => {
  mkdirSync(path('a'));
  write(header, record('e1', 'intent', fileEntry('a')));
  expect(await clean(file)).toMatchObject({
    undone: [],
    left: [{ id: 'e1', reason: 'not deleted: it is not a regular file' }],
  });
  expect(await runsOfFolder(folder)).toHaveLength(1);
});

test('a dead run whose journal holds what nobody here knows is not clean, though nothing known is open', async () => {
  write(header, { ...record('e1', 'intent'), entry: { kind: 'of a later version' } });
  expect(await runsOfFolder(folder)).toMatchObject([{ runId: 'run-1', alive: false, open: [] }]);
  await expect(clean(file)).rejects.toMatchObject({ code: 'journal-not-understood', exitCode: 6 });
});

test('clean keeps its hands off a run that is alive, and off one of another machine', async () => {
  const entry = record('e1', 'intent', fileEntry('a'));
  write({ ...header, startTime: startTimeOf(process.pid) }, entry);
  await expect(clean(file)).rejects.toMatchObject({ code: 'run-alive' });
  expect(await runsOfFolder(folder)).toMatchObject([{ alive: true }]);
  write({ ...header, host: 'elsewhere' }, entry);
  await expect(clean(file)).rejects.toMatchObject({ code: 'run-elsewhere' });
});
