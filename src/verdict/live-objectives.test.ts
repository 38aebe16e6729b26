import { describe, expect, it } from 'vitest';
import type { SeriesHead } from '../model/record.ts';
import type { Objective, RecoveryObjective } from '../model/slo.ts';
import { liveObjectives, type Moment } from './live-objectives.ts';
import { LiveWindow } from './live-window.ts';
import { cellOf, objective, recovery, sloOf } from './testing/record-builder.ts';

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

const steady: Moment = { profile: 'proof', phases: [{ name: 'steady', sinceMs: 0 }], settledMs: 20_000 };
const ask = (moment: Partial<Moment>, ...objectives: readonly (Objective | RecoveryObjective)[]) =>
  liveObjectives(sloOf(...objectives), { ...steady, ...moment }, slowThenFast());

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
    [['fault:ai-hang'], 'idle'],
    [['edge:*'], 'idle'],
    [['fault:db-hangs'], 'idle'],
  ])('of %s during db-hang: %s', (during, standing) => {
    const moment = { phases: [{ name: 'fault:db-hang', sinceMs: 9000 }] };
    expect(ask(moment, objective({ during }))[0]?.standing).toBe(standing);
  });

  it('warn between target and critical limit', () => {
    const moment = { settledMs: 5000 };
    expect(ask(moment, objective({ critical: 2000 }))[0]?.standing).toBe('warns');
    expect(ask(moment, objective({ critical: 500 }))[0]).toMatchObject({ standing: 'missed', target: 100 });
  });

  it('leave out those of other profiles, and do not guess whether a target recovers', () => {
    const listed = ask({}, objective({ name: 'other', profiles: ['soak'] }), recovery());
    expect(listed).toEqual([
      { name: 'recovers', standing: 'idle', observed: null, unit: 'ms', atMost: true, target: 5000 },
    ]);
  });
});
