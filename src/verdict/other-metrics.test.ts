import { describe, expect, test } from 'vitest';
import type { PlannedMetric } from '../model/plan.ts';
import type { Series } from '../model/record.ts';
import type { Objective } from '../model/slo.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly, type RawRun } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';
import { seriesOf } from './testing/series-builder.ts';

const judged = (asked: Partial<Objective>, run: RawRun) =>
  judgeObjective(objective({ minSamples: 1, ...asked }), gatherEvidence(buildRecord(run)));

const repeat = (count: number, ...values: number[]) => Array.from({ length: count }, () => values).flat();

const [time, value, counter, share, gauge] = (
  [
    ['trend', 'ms'],
    ['trend', 'number'],
    ['counter', 'number'],
    ['rate', 'number'],
    ['gauge', 'number'],
  ] as const
).map(([kind, unit]): PlannedMetric => ({ kind, unit })) as [
  PlannedMetric,
  PlannedMetric,
  PlannedMetric,
  PlannedMetric,
  PlannedMetric,
];

/** An objective on the metric `own` of a journey. */
function own(definition: PlannedMetric, values: readonly number[], asked: Partial<Objective>, more: Series[] = []) {
  const series = [seriesOf('own', definition.kind, values, { step: 'browse' }), ...more];
  return judged({ metric: 'own', own: definition, ...asked }, { metrics: { own: definition }, series });
}

describe("a journey's own metric", () => {
  test.each<[string, PlannedMetric, number[], Partial<Objective>, number, string]>([
    ['greatest time', time, [400, 20, 300], { stat: 'max', target: 500 }, 400, 'ms'],
    ['least value', value, [4, 2, 3], { stat: 'min', target: 10 }, 2, 'number'],
    ['mean with zeros', value, [4, 0, 0, 0], { stat: 'mean', target: 10 }, 1, 'number'],
    ['percentile with zeros', value, [0, 0, 0, 8], { stat: 'p75', target: 10 }, 0, 'number'],
    ['zeros alone', value, [0, 0], { stat: 'max', target: 10 }, 0, 'number'],
    ['count a second', counter, repeat(60, 3), { stat: null, target: 5 }, 3, '/s'],
    ['count a second, by name', counter, repeat(30, 3), { stat: 'rate', target: 5 }, 1.5, '/s'],
    ['count in all', counter, [3, 0, 2], { stat: 'count', target: 5 }, 5, 'number'],
    ['counted nothing', counter, [0, 0], { stat: 'count', target: 0 }, 0, 'number'],
    ['share', share, [1, 0, 0, 0], { stat: null, target: 0.5 }, 0.25, 'share'],
    ['highest level', gauge, [-3, 7, 2], { stat: 'max', target: 10 }, 7, 'number'],
    ['lowest level', gauge, [-3, 7, 2], { stat: 'min', target: 10 }, -3, 'number'],
  ])('%s', (_name, definition, values, asked, observed, unit) => {
    const result = own(definition, values, asked);
    expect(result).toMatchObject({ observed, unit, verdict: 'pass', atMost: true });
  });

  test.each<[string, PlannedMetric, number[], Partial<Objective>]>([
    ['time', time, [400, 20, 600], { stat: 'max', target: 500 }],
    ['count', counter, [3, 0, 3], { stat: 'count', target: 5 }],
    ['share', share, [1, 0, 1, 1], { stat: null, target: 0.5 }],
    ['level', gauge, [3, 12], { stat: 'max', target: 10 }],
    ['at least so many', counter, [3, 0, 1], { stat: 'count', target: 5, atMost: false }],
    ['at least a share', share, [1, 0, 0, 0], { stat: null, target: 0.5, atMost: false }],
    ['at least a percentile', time, repeat(10, 100, 300), { stat: 'p50', target: 200, atMost: false }],
    ['at least a minimum', time, [100, 300], { stat: 'min', target: 200, atMost: false }],
  ])('fails: %s', (_name, definition, values, asked) => {
    expect(own(definition, values, asked).verdict).toBe('fail');
  });

  test.each<[string, PlannedMetric, number[], Partial<Objective>]>([
    ['so many', counter, [3, 2], { stat: 'count', target: 5, atMost: false }],
    ['a share', share, [1, 0], { stat: null, target: 0.5, atMost: false }],
    ['a percentile', time, repeat(10, 300, 400), { stat: 'p50', target: 200, atMost: false }],
  ])('holds at least: %s', (_name, definition, values, asked) => {
    expect(own(definition, values, asked)).toMatchObject({ verdict: 'pass', atMost: false });
  });

  test.each<[string, Partial<Objective>, number[], string]>([
    ['most of few are below what is asked for', { stat: 'p5', atMost: false, target: 200 }, repeat(5, 100), 'fail'],
    ['few below prove nothing', { stat: 'p50', atMost: false, target: 200 }, [100, 100], 'inconclusive'],
    ['one below the least', { stat: 'min', atMost: false, target: 200 }, [100], 'fail'],
    ['the greatest of few', { stat: 'max', atMost: false, target: 200 }, [100], 'inconclusive'],
  ])('of too few samples: %s', (_name, asked, values, verdict) => {
    expect(own(time, values, { minSamples: null, ...asked }).verdict).toBe(verdict);
  });

  test('without samples is inconclusive, never a pass', () => {
    for (const definition of [time, value, counter, share, gauge]) {
      const stat = definition.kind === 'trend' || definition.kind === 'gauge' ? 'max' : null;
      expect(own(definition, [], { stat }).verdict).toBe('inconclusive');
    }
  });

  test('of another kind than was said is no sample', () => {
    const other = [seriesOf('own', 'counter', [1])];
    expect(own(time, [], { stat: 'max' }, other).verdict).toBe('inconclusive');
  });

  test('belongs to the step that it was taken in', () => {
    const more = [seriesOf('own', 'trend', [900], { step: 'checkout' })];
    const where = { step: { not: false, names: ['browse'] } };
    expect(own(time, [50], { stat: 'max', where }, more).observed).toBe(50);
  });

  test('that only another scenario has is not evaluated', () => {
    const asked = { metric: 'own', own: time, stat: 'max' } as const;
    expect(judged(asked, { requests: evenly(10, 0, 9000) })).toMatchObject({
      verdict: 'not-evaluated',
      reason: 'no journey of this scenario measures own',
    });
    const series = [seriesOf('own', 'trend', [50])];
    expect(judged(asked, { plain: true, series }).verdict).toBe('pass');
  });
});

describe('what had not ended when the load did', () => {
  const scans = (ended: readonly number[], unfinished: readonly number[], asked: Partial<Objective>) => {
    const censored = seriesOf('own', 'trend', unfinished, { step: 'browse', outcome: 'censored' });
    const ok = seriesOf('own', 'trend', ended, { step: 'browse', outcome: 'ok' });
    const run = { durationMs: 200_000, metrics: { own: time }, series: [ok, censored] };
    return judged({ metric: 'own', own: time, stat: 'p90', target: 500, ...asked }, run);
  };

  test('passes where the limit is kept even if it never ends', () => {
    expect(scans(repeat(95, 100), repeat(5, 10), {})).toMatchObject({ verdict: 'pass', samples: 100, censored: false });
  });

  test('is inconclusive where that would miss it, and says how many there were', () => {
    const result = scans(repeat(85, 100), repeat(15, 10), {});
    expect(result).toMatchObject({ verdict: 'inconclusive', censored: true, observedHigh: null });
    expect(result.reason).toContain('15 had not ended with the load, so it may be any value');
  });

  test('fails where they had lasted for too long already', () => {
    expect(scans(repeat(85, 100), repeat(15, 900), {}).verdict).toBe('fail');
  });

  test('proves a miss of few samples by what it had lasted already', () => {
    expect(scans([100], repeat(4, 900), { minSamples: null }).verdict).toBe('fail');
    expect(scans([100], repeat(4, 10), { minSamples: null }).verdict).toBe('inconclusive');
  });

  test.each([
    ['max', 'inconclusive'],
    ['mean', 'inconclusive'],
    ['min', 'pass'],
  ] as const)('is without end in %s', (stat, verdict) => {
    expect(scans([100, 200], [10], { stat }).verdict).toBe(verdict);
  });

  test('all of them', () => {
    expect(scans([], [10, 20], {}).verdict).toBe('inconclusive');
    expect(scans([], [10, 20], { atMost: false, target: 5 }).verdict).toBe('pass');
    expect(scans([], [10, 20], { atMost: false, target: 100 }).verdict).toBe('inconclusive');
  });

  test('is no failure', () => {
    expect(scans([100], [10], { outcome: 'failed' }).verdict).toBe('inconclusive');
    expect(scans([100], [10], { outcome: 'failed' }).samples).toBe(0);
  });
});

describe('steps that the target turned away as it was meant to', () => {
  const steps = [
    seriesOf('step_duration', 'trend', repeat(6, 5), { step: 'browse', outcome: 'ok' }),
    seriesOf('step_duration', 'trend', repeat(3, 5), { step: 'browse', outcome: 'limited' }),
    seriesOf('step_duration', 'trend', [5], { step: 'browse', outcome: 'failed', kind: 'status' }),
  ];
  test('have a rate of their own, and are no errors', () => {
    expect(judged({ metric: 'error_rate', target: 0.5 }, { series: steps })).toMatchObject({
      observed: 1 / 7,
      samples: 7,
    });
    expect(judged({ metric: 'limited_rate', target: 0.5 }, { series: steps }).observed).toBe(0.3);
  });
  test('are no successes', () => {
    const [, limited] = steps;
    const alone = { steps: ['browse'], series: limited === undefined ? [] : [limited] };
    expect(judged({ metric: 'error_rate', target: 0.5 }, alone)).toMatchObject({ verdict: 'inconclusive', samples: 0 });
    expect(judged({ metric: 'step_time', stat: 'max' }, { series: steps }).samples).toBe(6);
    expect(judged({ metric: 'step_time', stat: 'max', outcome: 'failed' }, { series: steps }).samples).toBe(1);
  });
});
