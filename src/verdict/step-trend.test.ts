import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';

const trendsOf = (durationMs: number, requests: ReturnType<typeof evenly>) =>
  judge(buildRecord({ requests, durationMs }), null).steps.map(({ step, trend }) => ({ step, ...trend }));

test('a step over time: its p95 and the share that failed, by second', () => {
  const [browse, checkout] = trendsOf(5000, [
    ...evenly(30, 0, 3000, { tookMs: 64 }),
    ...evenly(5, 4000, 5000, { step: 'checkout', failed: true }),
    ...evenly(5, 4000, 5000, { step: 'checkout', tookMs: 10 }),
  ]);
  expect(browse).toMatchObject({ step: 'browse', stretchMs: 1000, errorRate: [0, 0, 0, null, null] });
  expect(browse?.p95Ms).toEqual([64, 64, 64, null, null]);
  expect(checkout).toMatchObject({ step: 'checkout', errorRate: [null, null, null, null, 0.5] });
});

test('a long one has no more stretches than a line can show, the last of them shorter', () => {
  const [{ stretchMs, p95Ms } = { stretchMs: 0, p95Ms: [] }] = trendsOf(130_000, evenly(1300, 0, 130_000));
  expect([stretchMs, p95Ms.length]).toEqual([3000, 44]);
  expect(p95Ms.every((value) => value === 50)).toBe(true);
});
