import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { platform } from 'node:os';
import { expect, test } from 'vitest';
import { until } from './clock.ts';
import {
  ancestorsOf,
  isAlive,
  parsePs,
  parseStat,
  pidsWithEnvironment,
  processTable,
  psRows,
  startTimeOf,
} from './process-table.ts';

const linux = platform() === 'linux';

test('a command name with spaces and parentheses does not shift the fields', () => {
  const row = parseStat('42 (a) S 1 (b) S 7 42 42 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1');
  expect(row).toMatchObject({ pid: 42, parent: 7, group: 42, zombie: false });
  expect(row?.startTime).toMatch(/:987654$/);
});

test('a torn stat line is no process', () => {
  expect(parseStat('')).toBeUndefined();
  expect(parseStat('42 (x) S 1')).toBeUndefined();
});

test('ps lines are read, zombies told apart', () => {
  expect(parsePs('  42     7    40 Z+   Sat Nov 21 11:00:00 2026')).toEqual({
    pid: 42,
    parent: 7,
    group: 40,
    zombie: true,
    stopped: false,
    startTime: 'Sat Nov 21 11:00:00 2026',
  });
  expect(parsePs('')).toBeUndefined();
});

test('ps, used where there is no /proc, says the same of this process', () => {
  const [byPs] = psRows(['-p', String(process.pid)]);
  const own = processTable().find((row) => row.pid === process.pid);
  expect(byPs).toMatchObject({ pid: process.pid, parent: own?.parent, group: own?.group, zombie: false });
});

test('a process is itself only with its own start time', () => {
  const startTime = startTimeOf(process.pid) ?? '';
  expect(isAlive(process.pid, startTime)).toBe(true);
  expect(isAlive(process.pid, `${startTime}1`)).toBe(false);
});

test('the ancestors begin with the parent', () => {
  expect(ancestorsOf(process.pid)[0]).toBe(process.ppid);
});

test.runIf(linux)('a zombie counts as gone', async () => {
  // The shell never waits for its child, which so stays a zombie for as long as the shell lives.
  const shell = spawn('sh', ['-c', 'sleep 0 & exec sleep 60'], { stdio: 'ignore' });
  try {
    const zombie = await until(() => processTable().find((row) => row.parent === shell.pid && row.zombie), {
      timeoutMs: 5_000,
      what: 'a zombie',
    });
    if (!zombie.met) throw new Error('no zombie appeared');
    expect(isAlive(zombie.value.pid, zombie.value.startTime)).toBe(false);
  } finally {
    shell.kill('SIGKILL');
    await once(shell, 'exit');
  }
});

test.runIf(linux)('processes are found by what they were started with', async () => {
  const setting = `PROOFLOAD_TEST=${process.pid}-${Date.now()}`;
  const [name = '', value = ''] = setting.split('=');
  const child = spawn('sleep', ['60'], { stdio: 'ignore', env: { ...process.env, [name]: value } });
  try {
    expect(pidsWithEnvironment(setting)).toEqual([child.pid]);
    expect(pidsWithEnvironment(`${setting}0`)).toEqual([]);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
