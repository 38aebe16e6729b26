import { describe, expect, it } from 'vitest';
import type { SeriesHead } from '../model/record.ts';
import type { AnyObjective, BreakpointObjective, DataObjective } from '../model/slo.ts';
import { liveObjectives, type LiveObjective, type Moment } from './live-objectives.ts';
import { LiveSignals } from './live-signals.ts';
import { LiveSteady } from './live-steady.ts';
import { LiveWindow } from './live-window.ts';
import { buildRecord } from './testing/record-builder.ts';
import { objective, recovery, sloOf } from './testing/slo-builder.ts';
import { cellOf } from './testing/series-builder.ts';

const head: SeriesHead = { id: 0, metric: 'http_req', type: 'http', failed: false, tags: { step: 'browse' } };

/** Ten requests a second: slow ones until 5 s, fast ones from then on. */
function slowThenFast(): LiveWindow {
  const window = new LiveWindow();
  window.series(head);
  for (let at = 0; at < 20_000; at += 1000) {
    const us = at < 5000 ? 900_000 : 10_000;
    const histogram = [Math.ceil(Math.log2(us) * 32) - 1, 10];
    window.cell(0, cellOf({ startMs: at, endMs: at, count: 10, timed: 10, sum: us * 10, min: us, max: us, histogram }));
  }
  return window;
}

const { plan } = buildRecord({
  faults: [
    { id: 'db-hang', startMs: 9000, endMs: 12_000 },
    { id: 'db-hangs', startMs: 15_000, endMs: 16_000 },
  ],
}).manifest;
const steady: Moment = { plan, phases: [{ name: 'steady', sinceMs: 0 }], settledMs: 20_000 };
function ask(moment: Partial<Moment>, ...objectives: readonly AnyObjective[]): LiveObjective[] {
  const [slo, load, now] = [sloOf(...objectives), slowThenFast(), { ...steady, ...moment }];
  const known = { load, signals: new LiveSignals(now.plan), steady: new LiveSteady(slo) };
  known.steady.advance(load, now.settledMs, 0);
  return liveObjectives(slo, now, known);
}

describe('live objectives', () => {
  it.each([
    ['the last ten seconds', { settledMs: 20_000 }, 'holds'],
    ['no less than ten seconds', { settledMs: 14_000 }, 'missed'],
    ['nothing of before their phase', { settledMs: 14_000, phases: [{ name: 'steady', sinceMs: 4200 }] }, 'holds'],
    [
      'nothing as long as there is no whole second',
      { settledMs: 14_000, phases: [{ name: 'steady', sinceMs: 13_500 }] },
      'idle',
    ],
    ['nothing while they are about another phase', { phases: [{ name: 'fault:db-hang', sinceMs: 0 }] }, 'idle'],
  ])('measure %s', (_, moment, standing) => {
    expect(ask(moment, objective())[0]?.standing).toBe(standing);
  });

  it.each([
    [['fault:db-hang'], 'holds'],
    [['fault:*'], 'holds'],
    [['all'], 'holds'],
    [['edge:*'], 'idle'],
    [['steady'], 'idle'],
    [['fault:db-hangs'], 'idle'],
  ])('of %s during db-hang: %s', (during, standing) => {
    const moment = { phases: [{ name: 'fault:db-hang', sinceMs: 9000 }] };
    expect(ask(moment, objective({ during }))[0]?.standing).toBe(standing);
  });

  it('measure all of their phases that go on, since the first of them began', () => {
    const two = [
      { name: 'fault:db-hang', sinceMs: 4000 },
      { name: 'fault:db-hangs', sinceMs: 13_500 },
    ];
    expect(ask({ phases: two, settledMs: 14_000 }, objective({ during: ['fault:*'] }))[0]?.standing).toBe('missed');
    const late = [{ name: 'fault:db-hang', sinceMs: 13_500 }];
    expect(ask({ phases: late, settledMs: 14_000 }, objective({ during: ['all'] }))[0]?.standing).toBe('missed');
    expect(ask({}, objective({ during: ['steady', 'fault:elsewhere'] }))[0]?.standing).toBe('holds');
  });

  it('warn between target and critical limit', () => {
    const moment = { settledMs: 5000 };
    // Of ten samples all are above the target, which proves it; of the critical limit they tell nothing.
    expect(ask({ settledMs: 1000 }, objective({ critical: 2000 }))[0]?.standing).toBe('warns');
    expect(ask(moment, objective({ critical: 2000 }))[0]?.standing).toBe('warns');
    expect(ask(moment, objective({ critical: 500 }))[0]).toMatchObject({ standing: 'missed', target: 100 });
  });

  it.each([
    ['of another profile', { profiles: ['soak'] }],
    ['about a fault that is not planned', { during: ['fault:ai-hang', 'edge:ai-hang'] }],
  ])('are left out where they are %s', (_, more) => {
    expect(ask({}, objective({ name: 'other', ...more }), objective()).map(({ name }) => name)).toEqual(['is fast']);
  });

  it('tell during a recovery whether the objectives hold that it is of', () => {
    const recovers = (moment: Partial<Moment>) => ask(moment, objective(), recovery()).at(-1)?.standing;
    const phases = [{ name: 'recovery:db-hang', sinceMs: 4000 }];
    expect(recovers({ phases, settledMs: 5000 })).toBe('missed');
    expect(recovers({ phases, settledMs: 30_000 })).toBe('unknown');
    // Ten samples in its window of one second are too few.
    expect(recovers({ phases, settledMs: 9000 })).toBe('unknown');
    expect(ask({ phases, settledMs: 9000 }, objective({ minSamples: 5 }), recovery()).at(-1)?.standing).toBe('holds');
    const others = [objective({ minSamples: 5 }), objective({ name: 'is instant', target: 1, minSamples: 5 })];
    expect(ask({ phases, settledMs: 9000 }, ...others, recovery()).at(-1)?.standing).toBe('holds');
    const both = [...phases, { name: 'fault:db-hangs', sinceMs: 4000 }];
    expect(recovers({ phases: both, settledMs: 5000 })).toBe('missed');
    expect(recovers({})).toBe('idle');
    expect(ask({ plan: { ...plan, faults: [] } }, recovery())).toEqual([]);
  });

  it('have limits that are multiples of the steady state so far', () => {
    const bearable = objective({
      during: ['fault:db-hang'],
      relativeTo: 'steady',
      stat: 'mean',
      target: 3,
      critical: 5,
    });
    const phases = [{ name: 'fault:db-hang', sinceMs: 12_000 }];
    // 50 of 900 ms and 150 of 10 ms until then.
    const mean = (50 * 900 + 150 * 10) / 200;
    expect(ask({ phases }, bearable)).toMatchObject([
      { standing: 'holds', observed: 10, target: 3 * mean, relative: { target: 3, critical: 5, steady: mean } },
    ]);
    const [strict] = ask({ phases }, { ...bearable, target: 0.01, critical: 0.02 });
    expect(strict?.standing).toBe('missed');
    const [early] = ask({ phases: [{ name: 'fault:db-hang', sinceMs: 1000 }], settledMs: 2000 }, bearable);
    expect(early).toMatchObject({ standing: 'unknown', observed: 900, relative: { steady: null } });
    const least = { ...bearable, atMost: false, target: 0, critical: null, minSamples: 5 };
    expect(ask({ phases }, least)[0], 'any value keeps it').toMatchObject({ standing: 'unknown', observed: 10 });
    expect(ask({}, least)[0]).toMatchObject({ standing: 'idle', observed: null });
    const back = { phases: [{ name: 'recovery:db-hang', sinceMs: 6000 }] };
    expect(ask(back, least, recovery()).at(-1)?.standing).toBe('unknown');
    const [, recovered] = ask(back, { ...bearable, minSamples: 5 }, recovery());
    expect(recovered?.standing).toBe('holds');
  });

  it('tell at the end only what became of the data, and where the target breaks', () => {
    const common = { profiles: null, because: null, place: { file: 'thresholds/shop.yaml' } };
    const lost: DataObjective = {
      ...common,
      kind: 'data',
      name: 'lost',
      metric: 'lost_writes',
      ledger: null,
      target: 2,
    };
    const enough: BreakpointObjective = { ...common, kind: 'breakpoint', name: 'enough', unit: '/s', target: 100 };
    const rising = { ...plan, profile: { ...plan.profile, breakpoint: { sustainedMs: 2000, of: null } } };
    expect(ask({ plan: rising }, lost, enough)).toEqual([
      { name: 'lost', standing: 'idle', observed: null, unit: 'number', atMost: true, target: 2, relative: null },
      { name: 'enough', standing: 'idle', observed: null, unit: '/s', atMost: false, target: 100, relative: null },
    ]);
    expect(ask({}, lost, enough).map(({ name }) => name)).toEqual(['lost']);
    expect(ask({}, { ...lost, profiles: ['soak'] })).toEqual([]);
  });

  it.each([
    ['none: ten seconds', undefined, 14_000, 'missed'],
    ['a rolling one: as long as it is', { kind: 'rolling', lengthMs: 5000, allowed: 0 }, 14_000, 'holds'],
    ['a rolling one: as long as it is', { kind: 'rolling', lengthMs: 12_000, allowed: 0 }, 16_000, 'missed'],
    ['a sustained one: ten seconds', { kind: 'sustained', lengthMs: 60_000 }, 16_000, 'holds'],
  ] as const)('look back by their window: %s', (_, window, settledMs, standing) => {
    expect(ask({ settledMs }, objective({ window }))[0]?.standing).toBe(standing);
  });
});
