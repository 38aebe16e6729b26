import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { untilSeen } from './session.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const message = (waiting: Promise<void>): Promise<string> =>
  waiting.then(
    () => 'seen',
    (error: unknown) => (error as Error).message,
  );

test('what does not come within 5 s is given up', async () => {
  const waiting = message(untilSeen('the end', () => Promise.resolve(false)));
  await vi.advanceTimersByTimeAsync(5_100);
  expect(await waiting).toBe('the end was not seen within 5000 ms');
});

test('what comes further is waited for, for 30 s at most', async () => {
  let opened = 0;
  const slowly = (missing: number) => () => Promise.resolve(++opened >= missing);
  const seen = message(untilSeen('the last', slowly(500), () => opened)); // one in 20 ms
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await seen).toBe('seen');
  const never = message(untilSeen('the last', slowly(Infinity), () => opened));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await never).toBe('the last was not seen within 30000 ms');
});

test('what has come some way and stands is given up', async () => {
  const started = performance.now();
  const opened = () => Math.min(7, performance.now() - started);
  const waiting = message(untilSeen('the last', () => Promise.resolve(false), opened));
  await vi.advanceTimersByTimeAsync(10_200);
  expect(await waiting).toBe('the last was not seen within 10000 ms');
});
