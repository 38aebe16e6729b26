import { expect, test } from 'vitest';
import { courseOf } from './course.ts';
import { gatherEvidence } from './evidence.ts';
import { buildRecord, evenly, exact, type RawRun } from './testing/record-builder.ts';
import { seriesOf } from './testing/series-builder.ts';

const course = (run: RawRun) => courseOf(gatherEvidence(buildRecord(run)));
const trendsOf = (durationMs: number, requests: ReturnType<typeof evenly>) =>
  [...course({ requests, durationMs }).trends].map(([step, trend]) => ({ step, ...trend }));

test('each second tells its requests by their start, and the times of those that succeeded', () => {
  const { seconds } = course({
    durationMs: 10_000,
    // Around the fault slots are of 100 ms: a second of it is the sum of ten.
    faults: [exact('f', 5000, 6000)],
    requests: [
      ...evenly(20, 0, 10_000, { step: 'pay', tookMs: 10 }),
      ...evenly(10, 0, 10_000, { step: 'pay', tookMs: 40 }),
      ...evenly(10, 0, 10_000, { step: 'pay', tookMs: 900, failed: true }),
      ...evenly(10, 0, 10_000, { step: 'look', tookMs: 100 }),
      // Before t0, and while the load stops.
      ...evenly(3, -2000, 0),
      ...evenly(3, 10_000, 11_000),
    ],
    series: [{ ...seriesOf('bytes', 'trend', [70_000], { step: 'pay' }), id: 91 }],
  });
  expect(seconds).toHaveLength(10);
  for (const one of seconds) {
    expect(one).toMatchObject({ requests: 5, steps: 5, failedSteps: 1, maxMs: 100, offered: 10, achieved: null });
    expect(Math.abs((one.p50Ms ?? 0) / 10 - 1)).toBeLessThan(0.022);
    expect(Math.abs((one.p95Ms ?? 0) / 100 - 1)).toBeLessThan(0.022);
  }
});

test('a second in which nothing began has no times', () => {
  const [first] = course({}).seconds;
  expect(first).toMatchObject({ second: 0, requests: 0, steps: 0, p50Ms: null, p95Ms: null, maxMs: null });
});

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

test('a step that was planned and never taken has a course without anything', () => {
  const { trends } = course({ steps: ['pay'], durationMs: 2000 });
  expect([...trends]).toEqual([['pay', { stretchMs: 1000, p95Ms: [null, null], errorRate: [null, null] }]]);
});

test('a load that ends within a second has that second, and a stretch for it', () => {
  const { seconds, trends } = course({ requests: evenly(25, 0, 2500), durationMs: 2500 });
  expect(seconds.map(({ requests }) => requests)).toEqual([10, 10, 5]);
  expect(trends.get('browse')?.p95Ms).toEqual([50, 50, 50]);
});

test('a long one has no more stretches than a line can show, the last of them shorter', () => {
  const [{ stretchMs, p95Ms } = { stretchMs: 0, p95Ms: [] }] = trendsOf(130_000, evenly(1300, 0, 130_000));
  expect([stretchMs, p95Ms.length]).toEqual([3000, 44]);
  expect(p95Ms.every((value) => value === 50)).toBe(true);
});
