import { expect, test } from 'vitest';
import { toldPercentiles } from '../model/verdict.ts';
import { gatherEvidence } from './evidence.ts';
import { courseOf } from './course.ts';
import { stepResults, totalResult } from './steps.ts';
import { buildRecord, evenly, exact } from './testing/record-builder.ts';
import { seriesOf } from './testing/series-builder.ts';

const record = buildRecord({
  durationMs: 10_000,
  // Around the fault slots are of 100 ms: a second of it is the sum of ten.
  faults: [exact('f', 5000, 6000)],
  steps: ['pay', 'leave'],
  requests: [
    ...evenly(20, 0, 10_000, { step: 'pay', tookMs: 10 }),
    ...evenly(10, 0, 10_000, { step: 'pay', tookMs: 40 }),
    ...evenly(10, 0, 10_000, { step: 'pay', tookMs: 900, failed: true }),
    ...evenly(10, 0, 10_000, { step: 'look', tookMs: 100 }),
  ],
  series: [
    { ...seriesOf('step_duration', 'trend', [5, 5, 5], { step: 'pay', outcome: 'limited' }), id: 90 },
    { ...seriesOf('bytes', 'trend', [70_000], { step: 'pay' }), id: 91 },
  ],
});
const evidence = gatherEvidence(record);

const untimed = { meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, minMs: null, maxMs: null, percentilesMs: [] };

test('of each step are told: requests and failures of all, times of those that succeeded', () => {
  const [pay, leave, look] = stepResults(evidence, courseOf(evidence).trends);
  expect(pay).toMatchObject({ step: 'pay', requests: 40, steps: 40, failedSteps: 10, limitedSteps: 3 });
  expect(pay).toMatchObject({ minMs: 10, meanMs: 20, maxMs: 40 });
  expect(leave).toMatchObject({ step: 'leave', requests: 0, steps: 0, failedSteps: 0, limitedSteps: 0, ...untimed });
  expect(look).toMatchObject({ step: 'look', requests: 10, steps: 10, failedSteps: 0, minMs: 100, maxMs: 100 });
});

test('of all together likewise', () => {
  const total = totalResult(evidence);
  expect(total).toMatchObject({ requests: 50, steps: 50, failedSteps: 10, limitedSteps: 3 });
  expect(total).toMatchObject({ minMs: 10, meanMs: 40, maxMs: 100 });
  expect(totalResult(gatherEvidence(buildRecord({})))).toEqual({
    ...{ requests: 0, steps: 0, failedSteps: 0, limitedSteps: 0, ...untimed },
  });
});

test('a mean is of those that have a time', () => {
  const requests = [...evenly(2, 0, 10_000, { tookMs: 10 }), ...evenly(2, 0, 10_000, { tookMs: null })];
  expect(totalResult(gatherEvidence(buildRecord({ requests })))).toMatchObject({ requests: 4, minMs: 10, meanMs: 10 });
});

test('percentiles lie within a bucket of the time, the last of them on it', () => {
  const { percentilesMs, p50Ms, p95Ms, p99Ms } = totalResult(evidence);
  // 20 of 10 ms, 10 of 40 ms, 10 of 100 ms.
  const times = toldPercentiles.map((percent) => (percent <= 50 ? 10 : percent <= 75 ? 40 : 100));
  expect(percentilesMs).toHaveLength(times.length);
  percentilesMs.forEach((ms, i) => expect(Math.abs(ms / times[i]! - 1)).toBeLessThan(0.022));
  expect(percentilesMs.at(-1)).toBe(100);
  const told = [50, 95, 99].map((percent) => percentilesMs[toldPercentiles.findIndex((one) => one === percent)]);
  expect([p50Ms, p95Ms, p99Ms]).toEqual(told);
});
