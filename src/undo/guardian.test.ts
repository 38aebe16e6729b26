import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempDir } from '../system/files.ts';
import type { GuardianMessage } from './guardian-message.ts';
import { Guardian } from './guardian.ts';

let folder = '';
beforeEach(() => {
  folder = makeTempDir('guardian-test');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const said: string[] = [];
function guardianThatHeard(...messages: readonly GuardianMessage[]): Guardian {
  said.length = 0;
  const guardian = new Guardian((line) => said.push(line));
  for (const message of messages) guardian.take(JSON.stringify(message));
  return guardian;
}
const hello = (leaseMs: number): GuardianMessage => ({
  type: 'hello',
  runId: 'nobody-runs-this',
  journalFile: join(folder, 'journal.ndjson'),
  leaseMs,
});
const meant = (id: string, path: string): GuardianMessage => ({
  type: 'record',
  record: { id, state: 'intent', at: 1, entry: { kind: 'file', path } },
});

test('the lease is over after so much silence, and any message begins it anew', () => {
  const guardian = guardianThatHeard(hello(4_000));
  expect(guardian.tickMs).toBe(1_000);
  expect([1, 2, 3, 4].map(() => guardian.tick())).toEqual([false, false, false, false]);
  guardian.take('{"type":"beat"}');
  expect([1, 2, 3, 4, 5].map(() => guardian.tick())).toEqual([false, false, false, false, true]);
});

test('it ticks often enough for a short lease', () => {
  expect(guardianThatHeard(hello(400)).tickMs).toBe(100);
});

test('it lets go when told to', () => {
  expect(guardianThatHeard(hello(1_000)).take('{"type":"end"}')).toBe(true);
});

test('it undoes what was meant and not what is undone, and writes it to the journal', async () => {
  const [a, b] = [join(folder, 'proofload-a'), join(folder, 'proofload-b')];
  for (const path of [a, b]) writeFileSync(path, '');
  writeFileSync(join(folder, 'journal.ndjson'), 'header\n{"torn');
  const guardian = guardianThatHeard(hello(1_000), meant('e1', a), meant('e2', b), {
    type: 'record',
    record: { id: 'e2', state: 'undone', at: 2 },
  });
  expect(await guardian.undoAll('why')).toBe(true);
  expect(() => readFileSync(a)).toThrow('ENOENT');
  expect(readFileSync(b, 'utf8')).toBe('');
  const lines = readFileSync(join(folder, 'journal.ndjson'), 'utf8').trim().split('\n').slice(2);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { id: 'e1', state: 'undoing' },
    { id: 'e1', state: 'undone' },
  ]);
});

test('it undoes also when the journal is gone', async () => {
  const path = join(folder, 'proofload-a');
  writeFileSync(path, '');
  const guardian = guardianThatHeard(
    {
      type: 'hello',
      runId: 'nobody-runs-this',
      journalFile: join(folder, 'deleted', 'journal.ndjson'),
      leaseMs: 1_000,
    },
    meant('e1', path),
  );
  expect(await guardian.undoAll('why')).toBe(true);
  expect(() => readFileSync(path)).toThrow('ENOENT');
  expect(said.join()).toContain('journal cannot be written');
});

test('it takes the database’s URL from the pipe', async () => {
  const guardian = guardianThatHeard(
    hello(1_000),
    { type: 'secret', name: 'SHOP_URL', value: 'postgres://127.0.0.1:1/x' },
    {
      type: 'record',
      record: {
        id: 'e1',
        state: 'intent',
        at: 1,
        entry: { kind: 'postgres-schema', schema: 'public', urlVariable: 'SHOP_URL' },
      },
    },
  );
  // Refused by its name only after the variable was found.
  expect(await guardian.undoAll('why', [])).toBe(false);
  expect(said.join()).toContain('is not a name that Proofload gives');
});
