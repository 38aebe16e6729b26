import { Cells } from '../model/cells.ts';
import { expect, test } from 'vitest';
import { bucketOf } from '../model/histogram.ts';
import type { RunRecord, Series } from '../model/record.ts';
import { defaultValidityLimits } from '../model/validity-limits.ts';
import { buildRecord, exact, type RawRun } from './testing/record-builder.ts';
import { cellOf, seriesOf } from './testing/series-builder.ts';
import { arrivalChecks } from './validity-arrivals.ts';

/** Ten a second for a minute. */
const open: RawRun['load'] = { model: 'open' };
const checks = (record: RunRecord) => arrivalChecks(record, defaultValidityLimits);

/** `count` passes that began so late, from a moment on. */
const lags = (count: number, lateMs: number, startMs = 0, tags: Record<string, string> = {}): Series => {
  const us = lateMs * 1000;
  const values = { count, timed: count, sum: us * count, min: us, max: us, histogram: [bucketOf(us), count] };
  return {
    ...seriesOf('start_lag', 'trend', [], tags),
    cells: Cells.of([cellOf({ ...values, startMs, endMs: startMs + lateMs })]),
  };
};

test('passes are counted, and one that never began may have been due at the very end', () => {
  const after = (...series: Series[]) => checks(buildRecord({ load: open, series }));
  expect(after(lags(599, 1))[0]).toMatchObject({ observed: 599 / 600, limit: null, holds: true });
  expect(after(lags(598, 1))[0]).toMatchObject({ observed: 598 / 600, limit: 0.99, holds: true });
  expect(after(lags(580, 1), lags(10, 1, 0, { queued: 'yes' }))).toMatchObject([
    { name: 'passes that began, of those due', observed: 590 / 600, unit: 'share', holds: false },
    { name: 'lateness of passes (p95), away from faults', observed: 1, unit: 'ms', holds: true },
    { name: 'arrivals that no user was free for', observed: 20 / 600, limit: null, unit: 'share', holds: true },
  ]);
});

test('a load that nothing was due in has nothing to check', () => {
  const curve = [
    { atMs: 0, level: 0 },
    { atMs: 60_000, level: 0 },
  ];
  expect(checks(buildRecord({ load: { ...open, curve } }))).toEqual([]);
  expect(checks(buildRecord({}))).toEqual([]);
});

test.each<[string, number, number, boolean]>([
  ['before the fault', 18_999, 1000, true],
  ['up to the fault', 19_000, 1000, false],
  ['in it', 22_000, 1000, false],
  ['in the time to recover', 34_999, 1000, false],
  ['after that', 35_000, 1000, true],
])('lateness %s counts: %s', (_, startMs, lateMs, counts) => {
  const faults = [exact('cut', 20_000, 30_000)];
  const [, late] = checks(buildRecord({ load: open, faults, series: [lags(20, lateMs, startMs)] }));
  expect(late?.observed === null).toBe(!counts);
});

test('of fewer than twenty passes the lateness says nothing', () => {
  const lateness = (count: number) => checks(buildRecord({ load: open, series: [lags(count, 5)] }))[1]?.observed;
  expect(lateness(19)).toBeNull();
  expect(lateness(20)).toBeCloseTo(5, 1);
});

test('of a plain script the arrivals are what k6 counts', () => {
  const plain = (more: RawRun, ...series: Series[]) => {
    const record = buildRecord({ plain: true, ...more, series });
    const script = { thresholds: [], leastMs: 60_000, teardownMs: 0, notes: [] };
    const { manifest } = record;
    return checks({ ...record, manifest: { ...manifest, plan: { ...manifest.plan, script } } });
  };
  const count = (metric: string, value: number) => seriesOf(metric, 'counter', [value]);
  const begun = [count('iterations', 99), seriesOf('iterations', 'trend', [50])];
  expect(plain({ load: open }, ...begun, count('dropped_iterations', 1))[0]).toMatchObject({ observed: 0.99, limit: null }); // prettier-ignore
  expect(plain({ load: open }, ...begun, count('dropped_iterations', 2))[0]).toMatchObject({ limit: 0.99, holds: false }); // prettier-ignore
  expect(plain({}, ...begun)).toEqual([]);
});
