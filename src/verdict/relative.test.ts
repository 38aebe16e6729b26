import { expect, test } from 'vitest';
import type { Objective } from '../model/slo.ts';
import { limitOf, marginOf } from '../report/wording.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { exactly } from './quantile.ts';
import { judgeRecovery } from './recovery.ts';
import { multiplied } from './relative.ts';
import { buildRecord, evenly, exact } from './testing/record-builder.ts';
import { seriesOf } from './testing/series-builder.ts';
import { objective, recovery } from './testing/slo-builder.ts';

const f = exact('f', 20_000, 40_000);
/** 40 ms in steady state, `tookMs` during the fault. */
const evidenceOf = (tookMs: number, steady = 200) =>
  gatherEvidence(
    buildRecord({
      faults: [f],
      requests: [...evenly(steady, 0, 20_000, { tookMs: 40 }), ...evenly(200, 20_000, 39_000, { tookMs })],
    }),
  );
const asked: Partial<Objective> = { during: ['fault:f'], relativeTo: 'steady', target: 3 };

test.each([
  [100, {}, 'pass'],
  [130, {}, 'fail'],
  [130, { critical: 5 }, 'warn'],
  [230, { critical: 5 }, 'fail'],
])('%d ms where it was 40 ms, %j: %s', (tookMs, more, verdict) => {
  const result = judgeObjective(objective({ ...asked, ...more }), evidenceOf(tookMs));
  expect(result.verdict).toBe(verdict);
  expect(result.target).toBe(3 * 40);
  expect(result.critical).toBe('critical' in more ? 200 : null);
  expect(limitOf(result)).toBe('≤ 3x steady (= 120 ms)');
});

test('the limit comes from the side of the interval that makes it stricter', () => {
  const requests = [...evenly(100, 0, 20_000, { tookMs: 40 }), ...evenly(100, 0, 20_000, { tookMs: 80 })];
  const evidence = gatherEvidence(
    buildRecord({ faults: [f], requests: [...requests, ...evenly(200, 20_000, 39_000, { tookMs: 60 })] }),
  );
  const base = judgeObjective(objective({ stat: 'p50', target: 1000 }), evidence);
  const most = judgeObjective(objective({ ...asked, stat: 'p50', target: 2 }), evidence);
  const least = judgeObjective(objective({ ...asked, stat: 'p50', target: 0.5, atMost: false }), evidence);
  expect(base.observedLow).toBeLessThan(base.observedHigh!);
  expect([most.target, least.target]).toEqual([2 * base.observedLow!, 0.5 * base.observedHigh!]);
  expect([most.verdict, least.verdict]).toEqual(['pass', 'pass']);
});

test.each([0, 30, 58])('with %d of the samples needed of steady state there is no limit', (count) => {
  const result = judgeObjective(objective(asked), evidenceOf(50, count));
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    reason: `steady state, which the limit is a multiple of, has ${count} of the 59 samples needed`,
  });
  expect([limitOf(result), marginOf(result)]).toEqual(['≤ 3x steady', '–']);
  expect(judgeObjective(objective(asked), evidenceOf(50, 59)).verdict).toBe('pass');
});

test('a share needs as many samples as one of what it was in steady state, and limits nothing from 100 % on', () => {
  const errors = objective({ ...asked, metric: 'error_rate', stat: null, target: 4 });
  const unknown = (steady: number, samples: number) =>
    multiplied(errors, { ...{ untimed: 0, unfinished: null }, estimate: exactly(steady), samples }).unknown;
  expect(unknown(0.01, 298)).toMatch(/has 298 of the 299 samples needed$/);
  expect(unknown(0.01, 299)).toBeNull();
  expect(unknown(0.24, 299)).toBeNull();
  expect(unknown(0.25, 299)).toMatch(/has 25 %, and any value keeps 4 times that$/);
});

test('nothing of something that does not happen', () => {
  const errors = objective({ ...asked, metric: 'error_rate', stat: null });
  expect(judgeObjective(errors, evidenceOf(50))).toMatchObject({ verdict: 'pass', target: 0, observed: 0 });
});

test.each([
  [
    'a share that is above all',
    { metric: 'error_rate', target: 3 },
    'steady state, which the limit is a multiple of, has 40.2 %, and any value keeps 3 times that',
  ],
  [
    'the least of nothing',
    { metric: 'checks', target: 0.5 },
    'steady state, which the limit is a multiple of, has 0 %, and any value keeps 0.5 times that',
  ],
])('%s limits nothing', (_, more, reason) => {
  const steady = evenly(200, 0, 20_000).map((one, i) => ({ ...one, failed: i % 5 < 2, checks: [false] }));
  const broken = evenly(200, 20_000, 39_000, { failed: true, checks: [false] });
  const evidence = gatherEvidence(buildRecord({ faults: [f], requests: [...steady, ...broken] }));
  const result = judgeObjective(objective({ ...asked, stat: null, ...more }), evidence);
  expect(result).toMatchObject({ verdict: 'inconclusive', reason });
});

test('a recovery to a multiple of steady state', () => {
  const requests = [
    ...evenly(2000, 0, 40_000, { tookMs: 40 }),
    ...evenly(150, 40_000, 43_000, { tookMs: 90 }),
    ...evenly(800, 43_000, 59_000, { tookMs: 42 }),
  ];
  const evidence = gatherEvidence(buildRecord({ faults: [f], requests }));
  const near = objective({ during: ['recovery:*'], relativeTo: 'steady', target: 1.5 });
  const back = recovery({ of: [near.name] });
  const [result] = judgeRecovery(back, [near, back], evidence);
  expect(result).toMatchObject({ verdict: 'pass', observed: 3000 });
  const few = gatherEvidence(buildRecord({ faults: [f], requests: evenly(20, 0, 60_000) }));
  expect(judgeRecovery(back, [near, back], few)[0]).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringContaining('is fast: steady state, which the limit') as string,
  });
});

test('a steady state that had not ended has no known value', () => {
  const half = { ...asked, stat: 'p50', metric: 'job_time', own: { kind: 'trend', unit: 'ms' } } as const;
  const ended = seriesOf('job_time', 'trend', Array<number>(100).fill(5), { outcome: 'ok' });
  const unfinished = seriesOf('job_time', 'trend', Array<number>(100).fill(5), { outcome: 'censored' });
  const series = [ended, unfinished].map((one) => ({
    ...one,
    cells: one.cells.filter(({ startMs }) => startMs < 18_000),
  }));
  const record = buildRecord({
    faults: [f],
    requests: evenly(200, 20_000, 39_000),
    metrics: { job_time: half.own },
    series,
  });
  const result = judgeObjective(objective({ ...half, minSamples: 10 }), gatherEvidence(record));
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    reason: 'steady state, which the limit is a multiple of, has no known value',
  });
});
