import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../model/record.ts';
import type { Objective } from '../model/slo.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';
import { fold } from './testing/series-builder.ts';
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
});

describe('what failed in steady state and no objective is about', () => {
  const failing = evenly(100, 0, 60_000, { tookMs: 50, failed: true, step: 'pay' });
  const record = buildRecord({ requests: [...evenly(300, 0, 60_000, { tookMs: 50, step: 'home' }), ...failing] });
  const errors = (more: Parameters<typeof objective>[0]) =>
    objective({ metric: 'error_rate', target: 1, during: ['steady'], ...more });
  const reasonsWith = (more: Parameters<typeof objective>[0]) =>
    judge(record, sloOf(objective({}), errors(more))).reasons.map(({ text }) => text);

  test('is none where one is about all of it', () => {
    expect(reasonsWith({})).toEqual([]);
    expect(reasonsWith({ during: ['all'] })).toEqual([]);
    expect(reasonsWith({ where: { step: { not: false, names: ['pay'] } } })).toEqual([]);
  });

  test.each([
    ['faults only', { during: ['fault:*'] }, /^Inconclusive: 25 % of what was asked/],
    ['a multiple of it', { relativeTo: 'steady', target: 2 }, /^Inconclusive: 25 % of what was asked/],
    [
      'another step',
      { where: { step: { not: false, names: ['home'] } } },
      /^Inconclusive: 100 % of what was asked by other/,
    ],
    ['another profile', { profiles: ['smoke'] }, /^Inconclusive: 25 % of what was asked/],
    ['telling only', { severity: 'info' }, /^Inconclusive: 25 % of what was asked/],
  ] as const)('is told where one is about %s', (_what, more, doubt) => {
    expect(reasonsWith(more)).toEqual([expect.stringMatching(doubt)]);
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
