import { expect, test } from 'vitest';
import { now, sleep, until, within } from './clock.ts';

test('now is wall-clock time and never runs backwards', () => {
  const readings = Array.from({ length: 1_000 }, () => now());
  expect(Math.abs((readings[0] ?? 0) - Date.now())).toBeLessThan(1_000);
  expect(readings).toEqual(readings.toSorted((a, b) => a - b));
});

test('sleep ends at once, with the reason, when it is aborted', async () => {
  const controller = new AbortController();
  const slept = sleep(60_000, controller.signal);
  controller.abort(new Error('Ctrl-C'));
  await expect(slept).rejects.toThrow('Ctrl-C');
  await expect(sleep(60_000, controller.signal)).rejects.toThrow('Ctrl-C');
});

test('until gives the first value that is there; undefined, false and errors mean not yet', async () => {
  const answers = [
    () => undefined,
    () => false as const,
    () => {
      throw new Error('refused');
    },
    () => 0,
  ];
  const waited = await until(() => answers.shift()?.(), { timeoutMs: 1_000, everyMs: 1, what: 'a number' });
  expect(waited).toMatchObject({ met: true, value: 0 });
});

test('until hands back what was waited for and the last error when the time is up', async () => {
  const refused = new Error('refused');
  const waited = await until(() => Promise.reject(refused), { timeoutMs: 20, everyMs: 5, what: 'the service' });
  expect(waited).toMatchObject({ met: false, what: 'the service', lastError: refused });
  expect(waited.waitedMs).toBeGreaterThanOrEqual(19);
});

test('until rejects when it is aborted', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(until(() => false, { timeoutMs: 60_000, what: 'x', signal })).rejects.toThrow('stop');
});

test('within waits for a promise, but no longer than it may', async () => {
  const soon = within(Promise.resolve(), 60_000);
  await soon;
  await within(new Promise(() => undefined), 5);
  await expect(within(Promise.reject(new Error('refused')), 60_000)).rejects.toThrow('refused');
});

test('within leaves no timer that keeps the process alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  await within(Promise.resolve(), 60_000);
  expect(timers()).toBe(before);
});
