import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempDir } from '../system/files.ts';
import { tryLock } from '../system/lock.ts';
import type { Entry } from './entry.ts';
import type { OpenEntry } from './record.ts';
import { undoAllOf } from './undo-all.ts';

let folder = '';
beforeEach(() => {
  folder = makeTempDir('undo-all-test');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const newestFirst = (...entries: readonly Entry[]): OpenEntry[] =>
  entries.map((entry, i) => ({ id: `e${i + 1}`, state: 'made' as const, entry })).reverse();

test('faults go before what they hold, and locks last, whatever the order of making', async () => {
  const seen: string[] = [];
  const server = createServer((_, answer) => {
    seen.push('fault');
    answer.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const lock = join(folder, 'lock');
  await tryLock(lock, { runId: 'r', token: 't' });
  const temporary = makeTempDir('undo-all-inner');
  const left = await undoAllOf(
    newestFirst(
      { kind: 'toxic', apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, proxy: 'p', toxic: 't' },
      { kind: 'process', name: 'x', marker: 'nobody-has-this', group: true },
      { kind: 'folder', path: temporary },
      { kind: 'lock', path: lock, token: 't' },
    ),
    {
      runId: 'nobody-runs-this',
      variable: () => undefined,
      record: (id, state) => {
        if (state === 'undone') seen.push(id);
        return Promise.resolve();
      },
    },
  );
  server.close();
  expect(left).toEqual([]);
  expect(seen).toEqual(['fault', 'e1', 'e2', 'e3', 'e4']);
  expect([existsSync(temporary), existsSync(lock)]).toEqual([false, false]);
});

test('what fails is tried again, and every state is told', async () => {
  const path = join(folder, 'not-ours');
  writeFileSync(path, '');
  const states: string[] = [];
  const left = await undoAllOf(
    newestFirst({ kind: 'file', path }, { kind: 'file', path: join(folder, 'proofload-x') }),
    {
      runId: 'nobody-runs-this',
      variable: () => undefined,
      retryAfterMs: [1, 1],
      record: (id, state, reason) => {
        states.push([id, state, reason?.slice(0, 11)].filter(Boolean).join(' '));
        return Promise.resolve();
      },
    },
  );
  expect(left).toMatchObject([{ id: 'e1', entry: { path } }]);
  expect(states.filter((state) => state.startsWith('e1'))).toEqual(
    Array.from({ length: 3 }, () => ['e1 undoing', 'e1 failed not deleted']).flat(),
  );
  expect(states.filter((state) => state.startsWith('e2'))).toEqual(['e2 undoing', 'e2 undone']);
});
