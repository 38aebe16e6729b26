import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sleep } from './clock.ts';
import { makeTempDir } from './files.ts';
import { readLock, removeLock, tryLock, waitForLock, type LockHolder } from './lock.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = makeTempDir('lock-test');
  path = join(folder, 'tool.lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const dead: LockHolder = {
  pid: process.pid,
  startTime: 'another',
  host: hostname(),
  runId: 'r0',
  token: 'dead-token',
  at: 1,
};

test('a second taker is told who has it, and gets it after the release', async () => {
  await using first = await waitForLock(path, { runId: 'r1' });
  expect(await tryLock(path, { runId: 'r2' })).toMatchObject({ heldBy: { runId: 'r1', pid: process.pid } });
  await first.release();
  await using second = await waitForLock(path, { runId: 'r2' });
  expect((await readLock(path))?.token).toBe(second.token);
});

test('waiters are told how long they wait, and take turns', async () => {
  const first = await waitForLock(path, { runId: 'r1' });
  let told = 0;
  const second = waitForLock(path, {
    runId: 'r2',
    onWait: (heldBy) => {
      told++;
      expect(heldBy.runId).toBe('r1');
    },
  });
  await sleep(50);
  expect(told).toBe(1);
  await first.release();
  await (await second).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('waiting ends when it is aborted', async () => {
  await using held = await waitForLock(path, { runId: 'r1' });
  expect(held.path).toBe(path);
  await expect(waitForLock(path, { runId: 'r2', signal: AbortSignal.timeout(20) })).rejects.toThrow();
});

test('of many that find a dead holder exactly one gets the lock, however they come', async () => {
  for (let round = 0; round < 30; round++) {
    writeFileSync(path, JSON.stringify(dead));
    const taken = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        await sleep(Math.random() * 4);
        return tryLock(path, { runId: `r${i}` });
      }),
    );
    expect(taken.filter((lock) => !('heldBy' in lock))).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['tool.lock']);
    rmSync(path);
  }
});

test('a holder on another machine counts as living', async () => {
  writeFileSync(path, JSON.stringify({ ...dead, host: 'elsewhere' }));
  expect(await tryLock(path, { runId: 'r1' })).toMatchObject({ heldBy: { host: 'elsewhere' } });
});

test('only the holding with the token is removed', async () => {
  await using held = await waitForLock(path, { runId: 'r1' });
  await removeLock(path, 'dead-token');
  expect((await readLock(path))?.token).toBe(held.token);
});

test.each(['{"notes": "mine"}', 'notes', '', 'null'])('a file that is no lock is never broken: %j', async (text) => {
  writeFileSync(path, text);
  await expect(tryLock(path, { runId: 'r1' })).rejects.toThrow('is not a lock file');
});
