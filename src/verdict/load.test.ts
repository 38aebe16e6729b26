import { Cells } from '../model/cells.ts';
import { describe, expect, it } from 'vitest';
import type { Series, SeriesType } from '../model/record.ts';
import { arrivalsOf } from './arrivals.ts';
import { loadOfSeconds } from './load.ts';
import { buildRecord } from './testing/record-builder.ts';
import { cellOf, type LooseCell } from './testing/series-builder.ts';

const series = (metric: string, type: SeriesType, cells: LooseCell[], tags = {}): Series => ({
  id: 1,
  metric,
  type,
  failed: false,
  tags,
  cells: Cells.of(cells.map((cell) => cellOf({ startMs: cell.endMs ?? 0, count: 1, ...cell }))),
});
const flat = (level: number, ms: number) => [
  { atMs: 0, level },
  { atMs: ms, level },
];

describe('loadOfSeconds', () => {
  it('adds up the comings and goings of users, also where slots are fine', () => {
    const closed = {
      model: 'closed' as const,
      curve: [...flat(5, 2000), { atMs: 2000, level: 3 }, { atMs: 4000, level: 3 }],
    };
    const changes = series('active_users', 'counter', [
      { endMs: 0, sum: 5000 },
      { endMs: 2000, sum: -1000 },
      { endMs: 2100, sum: -1000 },
    ]);
    const own = [series('active_users', 'gauge', [{ sum: 9000 }]), series('logins', 'counter', [{ sum: 9000 }])];
    expect(loadOfSeconds(closed, [changes, ...own], 4)).toEqual([
      { offered: 5, achieved: 5 },
      { offered: 5, achieved: 5 },
      { offered: 3, achieved: 3 },
      { offered: 3, achieved: 3 },
    ]);
  });

  it('does not know what older records do not tell', () => {
    expect(loadOfSeconds({ model: 'closed', curve: flat(5, 1000) }, [], 1)).toEqual([{ offered: 5, achieved: null }]);
  });

  it('counts the passes of an open profile in the second in which they began, not in which they were due', () => {
    const lags = series('start_lag', 'trend', [
      { startMs: 0, endMs: 0, count: 3 },
      { startMs: 0, endMs: 1000, count: 2 },
    ]);
    const own = [series('start_lag', 'counter', [{ count: 9 }]), series('waited', 'trend', [{ count: 9 }])];
    expect(loadOfSeconds({ model: 'open', curve: flat(4, 2000) }, [lags, ...own], 2)).toEqual([
      { offered: 4, achieved: 3 },
      { offered: 4, achieved: 2 },
    ]);
  });
});

describe('arrivalsOf', () => {
  const record = buildRecord({ durationMs: 10_000, ending: { loadMs: 10_200 } });
  const open = (all: readonly Series[], loadMs = 10_200) => ({
    ...record,
    series: all,
    manifest: {
      ...record.manifest,
      ending: { ...record.manifest.ending!, loadMs },
      plan: {
        ...record.manifest.plan,
        profile: { ...record.manifest.plan.profile, model: 'open' as const, curve: flat(10, 10_000) },
      },
    },
  });

  it('are begun or missed', () => {
    const lags = [
      series('start_lag', 'trend', [{ count: 60 }]),
      series('start_lag', 'trend', [{ count: 30 }], { queued: 'true' }),
    ];
    expect(arrivalsOf(open(lags))).toEqual({ planned: 100, begun: 90, missed: 10, queued: 30 });
    expect(arrivalsOf(open([]))).toEqual({ planned: 100, begun: 0, missed: 100, queued: 0 });
  });

  it('are those that were due until the load was stopped', () => {
    expect(arrivalsOf(open([series('start_lag', 'trend', [{ count: 50 }])], 5000))?.missed).toBe(0);
  });

  it('are of open profiles only', () => {
    expect(arrivalsOf(record)).toBeNull();
  });
});
