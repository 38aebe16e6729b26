import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../model/record.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';
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
