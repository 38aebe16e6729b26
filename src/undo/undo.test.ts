import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempDir, tempDirPath } from '../system/files.ts';
import { tryLock } from '../system/lock.ts';
import type { Entry } from './entry.ts';
import { undoEntry } from './undo.ts';

let folder = '';
beforeEach(() => {
  folder = makeTempDir('undo-test');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const undo = (entry: Entry): Promise<string | undefined> => undoEntry(entry, { variable: () => undefined });

test('a temporary folder of ours goes with all that is in it, once and again', async () => {
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'a', 'b', 'c'), '');
  expect(await undo({ kind: 'folder', path: folder })).toBeUndefined();
  expect(existsSync(folder)).toBe(false);
  expect(await undo({ kind: 'folder', path: folder })).toBeUndefined();
});

test('a folder elsewhere goes only with the guard file of this run in it', async () => {
  const path = join(folder, 'given');
  mkdirSync(path);
  expect(await undo({ kind: 'folder', path })).toContain('not deleted');
  expect(await undo({ kind: 'folder', path, guard: 'g1' })).toContain('not deleted');
  writeFileSync(join(path, '.proofload-guard'), 'g2');
  expect(await undo({ kind: 'folder', path, guard: 'g1' })).toContain('not deleted');
  expect(existsSync(path)).toBe(true);
  expect(await undo({ kind: 'folder', path, guard: 'g2' })).toBeUndefined();
  expect(existsSync(path)).toBe(false);
});

test('a link in place of the folder is not followed', async () => {
  const path = tempDirPath('link');
  symlinkSync(folder, path);
  expect(await undo({ kind: 'folder', path })).toBe('not deleted: it is not a folder');
  expect(existsSync(folder)).toBe(true);
  rmSync(path);
});

test.each(['relative', '/tmp/../etc', '/', '/tmp', '/tmp/'])('the folder %s is never deleted', async (path) => {
  expect(await undo({ kind: 'folder', path })).toContain('not deleted');
});

test('a file goes only when it is a file and has a name of ours', async () => {
  const [ours, theirs] = [join(folder, 'proofload-x.pid'), join(folder, 'notes.txt')];
  writeFileSync(ours, '');
  writeFileSync(theirs, '');
  expect(await undo({ kind: 'file', path: ours })).toBeUndefined();
  expect(await undo({ kind: 'file', path: ours })).toBeUndefined();
  expect(await undo({ kind: 'file', path: theirs })).toContain('not deleted');
  expect([existsSync(ours), existsSync(theirs)]).toEqual([false, true]);
});

test('a lock that somebody else has got meanwhile stays', async () => {
  const path = join(folder, 'lock');
  await tryLock(path, { runId: 'r2', token: 'theirs' });
  expect(await undo({ kind: 'lock', path, token: 'ours' })).toBeUndefined();
  expect(existsSync(path)).toBe(true);
  expect(await undo({ kind: 'lock', path, token: 'theirs' })).toBeUndefined();
  expect(existsSync(path)).toBe(false);
});

test('a process that was never made, and one whose number another process has now, are gone', async () => {
  const entry = { kind: 'process', name: 'x', marker: 'nobody-has-this', group: true } as const;
  expect(await undo(entry)).toBeUndefined();
  // pid 1 and this very process are alive, but not the ones that were meant
  expect(await undo({ ...entry, pid: process.ppid, startTime: 'long ago' })).toBeUndefined();
});

test.each(['public', 'proofload_x"; drop table y; --', 'Proofload_x', 'proofload_'])(
  'the schema %s is never dropped',
  async (schema) => {
    const entry: Entry = { kind: 'postgres-schema', schema, urlVariable: 'URL' };
    const reason = await undoEntry(entry, { variable: () => 'postgres://127.0.0.1:1/x' });
    expect(reason).toContain('not dropped');
  },
);

test('a schema without the database’s URL stays, and says what is missing', async () => {
  expect(await undo({ kind: 'postgres-schema', schema: 'proofload_x', urlVariable: 'SHOP_URL' })).toContain('SHOP_URL');
});

/** A Toxiproxy of which only the status matters; `undefined` never answers. */
async function api(
  answer: (call: number) => number | 'hang up' | undefined,
): Promise<{ url: string; calls: string[]; server: Server }> {
  const calls: string[] = [];
  const server = createServer((incoming, response) => {
    calls.push(`${String(incoming.method)} ${String(incoming.url)}`);
    const status = answer(calls.length);
    if (status === 'hang up') incoming.destroy();
    else if (status !== undefined) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, calls, server };
}

test.each([
  ['deleted', [204], undefined],
  ['not there', [404], undefined],
  ['refused by an error', [500], 'answered 500'],
  ['cut off, then not there', ['hang up', 404], undefined],
  ['never answered', [undefined], 'no answer within'],
] as const)('a toxic that is %s', async (_, answers, expected) => {
  const { url, calls, server } = await api((call) => answers[call - 1]);
  const reason = await undo({ kind: 'toxic', apiUrl: url, proxy: 'api->db', toxic: 'a/b' });
  server.closeAllConnections();
  server.close();
  if (expected === undefined) expect(reason).toBeUndefined();
  else expect(reason).toContain(expected);
  expect(calls[0]).toBe('DELETE /proxies/api-%3Edb/toxics/a%2Fb');
});

test('where there is no server there is no toxic', async () => {
  expect(await undo({ kind: 'toxic', apiUrl: 'http://127.0.0.1:1', proxy: 'p', toxic: 't' })).toBeUndefined();
});

test.each([
  ['succeeds', 'echo "$WHAT" > done', undefined],
  ['fails', 'echo no such switch >&2; exit 3', 'sh: exit code 3: no such switch'],
  ['takes too long', 'sleep 60', 'sh: it was killed, or took longer than 300 ms'],
])('a command that %s', async (_, script, reason) => {
  const argv = ['sh', '-c', script];
  expect(await undo({ kind: 'command', argv, cwd: folder, env: { WHAT: 'undone' }, timeoutMs: 300 })).toBe(reason);
  if (reason === undefined) expect(readFileSync(join(folder, 'done'), 'utf8')).toBe('undone\n');
});

test('a command that is not there', async () => {
  const entry = { kind: 'command', argv: ['no-such-program'], cwd: folder, env: {}, timeoutMs: 300 } as const;
  expect(await undo(entry)).toContain('ENOENT');
});
