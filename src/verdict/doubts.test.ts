import { Cells } from '../model/cells.ts';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../model/record.ts';
import type { Objective } from '../model/slo.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, exact } from './testing/record-builder.ts';
import { fold, seriesOf } from './testing/series-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';

/** Two journeys that share a step, of which samples tell the journeys as given; null = they tell none. */
function reasonsOf(taken: readonly (readonly [step: string, journey: string | null])[]): string[] {
  const requests = taken.flatMap(([step]) => evenly(300, 0, 60_000, { tookMs: 50, checks: [true], step }));
  const record = buildRecord({ requests });
  const { plan } = record.manifest;
  const [first] = plan.scenario.journeys;
  const journeys = [
    { ...first!, name: 'buyer', steps: ['home', 'pay'] },
    { ...first!, name: 'visitor', steps: ['home'] },
  ];
  const told: RunRecord = {
    ...record,
    manifest: { ...record.manifest, plan: { ...plan, scenario: { ...plan.scenario, journeys } } },
    series: record.series.flatMap((series) =>
      taken
        .filter(([step]) => step === series.tags['step'])
        .map(([, journey]) => (journey === null ? series : { ...series, tags: { ...series.tags, journey } })),
    ),
  };
  return judge(told, sloOf(objective({}))).reasons.map(({ text }) => text);
}

describe('what was planned and never taken', () => {
  test.each([
    [
      [
        ['home', 'buyer'],
        ['pay', 'buyer'],
        ['home', 'visitor'],
      ],
      [],
    ],
    [
      [
        ['home', 'buyer'],
        ['pay', 'buyer'],
      ],
      ['Inconclusive: the journey visitor was never taken'],
    ],
    [[['home', 'visitor']], ['Inconclusive: the journey buyer was never taken']],
    [
      [
        ['home', 'buyer'],
        ['home', 'visitor'],
      ],
      ['Inconclusive: the step pay of the journey buyer was never taken'],
    ],
    [
      [
        ['home', null],
        ['pay', null],
      ],
      [],
    ],
  ] as const)('%j', (taken, reasons) => {
    expect(reasonsOf(taken)).toEqual(reasons);
  });

  test('is told of a step that was begun and never ended', () => {
    const record = buildRecord({ requests: evenly(300, 0, 60_000), steps: ['browse'] });
    const reasons = (series: RunRecord['series']) =>
      judge({ ...record, series }, sloOf(objective({}))).reasons.map(({ text }) => text);
    const never = ['Inconclusive: the step browse was never taken'];
    expect(reasons(record.series)).toEqual([]);
    expect(reasons(record.series.filter(({ type }) => type === 'http'))).toEqual(never);
    expect(reasons(record.series.map((one) => (one.type === 'http' ? one : { ...one, cells: Cells.of([]) })))).toEqual(
      never,
    );
  });
});

describe('what was requested of the target', () => {
  const record = buildRecord({ requests: evenly(300, 0, 60_000), steps: [] });
  const reasons = (series: RunRecord['series'], k6Extensions: string[] = []) => {
    const { manifest } = record;
    const told = { ...record, series, manifest: { ...manifest, plan: { ...manifest.plan, k6Extensions } } };
    return judge(told, sloOf(objective({}))).reasons.map(({ text }) => text);
  };
  const nothing = 'Inconclusive: nothing was requested';
  const around = "Inconclusive: no request went to the target's own address; all went elsewhere";

  test('is nothing where k6 tells of itself only, unless an extension may have asked', () => {
    const silent = record.series.filter(({ type }) => type !== 'http');
    expect(reasons(silent)).toContain(nothing);
    expect(reasons(record.series.map((one) => ({ ...one, cells: Cells.of([]) })))).toContain(nothing);
    expect(reasons(silent, ['xk6-sql'])).not.toContain(nothing);
    expect(reasons([...silent, seriesOf('ws_sessions', 'counter', [1])])).not.toContain(nothing);
  });

  test('is none of it where all requests went elsewhere, whatever else there is', () => {
    const astray = record.series.map((one) => (one.type === 'http' ? { ...one, astray: true } : one));
    expect(reasons(astray)).toContain(around);
    expect(reasons([...astray, ...record.series])).not.toContain(around);
    expect(reasons([seriesOf('ws_sessions', 'counter', [1])])).not.toContain(around);
  });
});

describe('what failed in steady state and no objective is about', () => {
  const failing = evenly(100, 0, 60_000, { tookMs: 50, failed: true, step: 'pay' });
  const requests = [...evenly(300, 0, 60_000, { tookMs: 50, step: 'home' }), ...failing];
  const record = buildRecord({ requests, faults: [exact('f', 20_000, 30_000)] });
  const errors = (more: Parameters<typeof objective>[0]) =>
    objective({ metric: 'error_rate', target: 1, during: ['steady'], ...more });
  const reasonsWith = (more: Parameters<typeof objective>[0]) =>
    judge(record, sloOf(objective({}), errors(more))).reasons.map(({ text }) => text);

  test('is none where one is about all of it', () => {
    expect(reasonsWith({})).toEqual([]);
    expect(reasonsWith({ during: ['all'] })).toEqual([]);
    expect(reasonsWith({ where: { step: { not: false, names: ['pay'] } } })).toEqual([]);
  });

  const all = '25 % of what was asked';
  test.each([
    ['faults only', { during: ['fault:*'] }, all],
    ['a multiple of it', { relativeTo: 'steady', target: 2 }, all],
    [
      'another step',
      { where: { step: { not: false, names: ['home'] } } },
      '100 % of what was asked by other steps than home',
    ],
    ['another profile', { profiles: ['smoke'] }, all],
    ['telling only', { severity: 'info' }, all],
  ] as const)('is told where one is about %s', (_what, more, doubt) => {
    const rest = 'in steady state failed, and no objective is about error_rate or checks there';
    expect(reasonsWith(more)).toEqual([`Inconclusive: ${doubt} ${rest}`]);
  });

  test('is none where one is about checks, nor up to 5 %', () => {
    const few = (failed: number) =>
      evenly(100, 0, 60_000).map((one, i) => ({ ...one, failed: i < failed, checks: [true] }));
    const reasons = (failed: number, ...more: readonly Objective[]) =>
      judge(buildRecord({ requests: few(failed) }), sloOf(objective({}), ...more)).reasons.map(({ text }) => text);
    expect(reasons(5)).toEqual([]);
    expect(reasons(6)).toEqual([expect.stringContaining('6 % of what was asked')]);
    expect(reasons(6, objective({ metric: 'checks', target: 0.5 }))).toEqual([]);
  });
});

describe('what was turned away in steady state and no objective is about', () => {
  const served = evenly(300, 0, 60_000, { tookMs: 50 });
  const turnedAway = (count: number) =>
    fold(evenly(count, 0, 60_000, { tookMs: 5 }), [], false)
      .filter(({ metric }) => metric === 'step_duration')
      .map((series) => ({ ...series, id: 90, tags: { ...series.tags, outcome: 'limited' } }));
  const reasonsWith = (count: number, ...more: readonly Objective[]) =>
    judge(buildRecord({ requests: served, series: turnedAway(count) }), sloOf(objective({}), ...more)).reasons.map(
      ({ text }) => text,
    );

  test('is told where it is much', () => {
    expect(reasonsWith(10)).toEqual([]);
    expect(reasonsWith(900)).toEqual([
      'Inconclusive: 75 % of what was asked in steady state was turned away, and no objective is about limited_rate there',
    ]);
  });

  test('is none where one is about it', () => {
    expect(reasonsWith(900, objective({ metric: 'limited_rate', target: 0.8 }))).toEqual([]);
  });
});
