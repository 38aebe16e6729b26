import { Cells } from '../model/cells.ts';
import { describe, expect, it, test } from 'vitest';
import { bucketOf } from '../model/histogram.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { Series } from '../model/record.ts';
import type { BreakpointObjective, Objective } from '../model/slo.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { findBreakpoint } from './breakpoint.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, type RawRun } from './testing/record-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';
import { cellOf, type RawRequest } from './testing/series-builder.ts';

/** From 0 to 60 users in 60 s: at second n there are n users. */
const rise: RawRun['load'] = {
  curve: [
    { atMs: 0, level: 0 },
    { atMs: 60_000, level: 60 },
  ],
  breakpoint: { sustainedMs: 10_000, of: null },
};
const fast = (fromMs: number, toMs: number) => evenly((toMs - fromMs) / 20, fromMs, toMs, { tookMs: 50 });
const slow = (fromMs: number, toMs: number, more: Partial<RawRequest> = {}) =>
  evenly((toMs - fromMs) / 20, fromMs, toMs, { tookMs: 800, ...more });

const find = (requests: readonly RawRequest[], more: RawRun = {}, objectives: readonly Objective[] = [objective()]) =>
  findBreakpoint(buildRecord({ load: rise, requests, ...more }), sloOf(...objectives));

describe('the breakpoint of a rising load', () => {
  it('lies where the first sustained failure began', () => {
    expect(find([...fast(0, 30_000), ...slow(30_000, 60_000)])).toEqual({
      // The first window that misses begins at 0:26, with one slow second in five: 28.5 users at its middle.
      passedLevel: 27,
      failedLevel: 28,
      atMs: 28_000,
      objective: 'is fast',
      reason: 'p95 of response_time 800 ms against at most 100 ms from 28 users on',
    });
  });

  it('is that of the objective that fails first', () => {
    const errors = objective({ name: 'few errors', metric: 'error_rate', target: 0.1 });
    const requests = [
      ...fast(0, 20_000),
      ...evenly(1000, 20_000, 40_000, { failed: true, tookMs: 50 }),
      ...slow(40_000, 60_000, { failed: true }),
    ];
    expect(find(requests, {}, [objective(), errors])).toMatchObject({ objective: 'few errors', passedLevel: 17 });
  });

  it('is not a short failure', () => {
    const requests = [...fast(0, 20_000), ...slow(20_000, 28_000), ...fast(28_000, 60_000)];
    expect(find(requests)).toMatchObject({
      passedLevel: 60,
      failedLevel: null,
      reason: 'no limit found up to 60 users',
    });
  });

  it('is not two short failures', () => {
    const twice = [...fast(0, 20_000), ...slow(20_000, 27_000), ...fast(27_000, 40_000), ...slow(40_000, 47_000)];
    expect(find([...twice, ...fast(47_000, 60_000)])?.failedLevel).toBeNull();
  });

  it('lies above a load that passed all objectives', () => {
    const errors = objective({ name: 'few errors', metric: 'error_rate', target: 0.1 });
    const failing = evenly(300, 22_000, 28_000, { failed: true });
    const requests = [...fast(0, 22_000), ...failing, ...fast(22_000, 30_000), ...slow(30_000, 60_000)];
    expect(find(requests, {}, [objective(), errors])).toMatchObject({ objective: 'is fast', passedLevel: 19 });
  });

  it('does not grow a failure by windows with too few samples, nor end it', () => {
    // Failures of 4 s; between them nobody comes.
    const lull = [...fast(0, 20_000), ...slow(20_000, 24_000), ...fast(48_000, 60_000)];
    expect(find(lull)?.failedLevel).toBeNull();
    const again = [...fast(0, 20_000), ...slow(20_000, 24_000), ...slow(40_000, 60_000)];
    expect(find(again)).toMatchObject({ failedLevel: 18, passedLevel: 17 });
  });

  it('counts what hangs at the load that it was sent under', () => {
    // One in ten hangs for 10 s from 0:20 on, and is known to only when it is given up.
    const hanging = slow(20_000, 60_000).map((request, i) =>
      i % 10 === 0 ? { ...request, tookMs: 10_000, failed: true } : { ...request, tookMs: 50 },
    );
    const errors = objective({ name: 'few errors', metric: 'error_rate', target: 0.05 });
    const found = find([...fast(0, 20_000), ...hanging], {}, [errors]);
    expect(found?.failedLevel).toBeGreaterThanOrEqual(17);
    expect(found?.failedLevel).toBeLessThanOrEqual(20);
    expect(found?.passedLevel).toBeLessThan(20);
  });

  it('has no passing load where even the least fails, and then nothing is overload', () => {
    const requests = slow(0, 60_000);
    expect(find(requests)).toMatchObject({ passedLevel: null, failedLevel: 2, atMs: 0 });
    const verdict = judge(buildRecord({ load: rise, requests }), sloOf(objective()));
    expect(verdict.phases.map(({ phase }) => phase)).toEqual(['steady']);
    expect(verdict).toMatchObject({ verdict: 'fail', exitCode: 3 });
  });

  it('does not call a load passed that the end came upon failing', () => {
    expect(find([...fast(0, 52_000), ...slow(52_000, 60_000)])).toMatchObject({
      passedLevel: 49,
      failedLevel: null,
      reason: 'no failure up to 60 users was sustained; 49 users is the highest shown to pass',
    });
  });

  it('does not call a load passed whose slow requests went with the end', () => {
    const found = find(fast(0, 40_000), { ending: { loadMs: 40_000, stoppedBy: 'breakpoint' } });
    expect(found).toMatchObject({ passedLevel: 30, reason: 'no limit found up to 30 users' });
    const whole = find(fast(0, 59_000), { ending: { loadMs: 59_000 } });
    expect(whole, 'what ended within its last second was not cut off').toMatchObject({ passedLevel: 60 });
  });

  it('is found up to the very end, where it was sustained for just so long', () => {
    const from = (ms: number) => find([...fast(0, ms), ...slow(ms, 60_000)])?.failedLevel;
    // What is sent at 45 s ends in the window from 42 s on: of the 14 that prove it, the last ends with the load.
    expect([from(45_000), from(46_000)]).toEqual([43, null]);
  });

  it('tells the steps that it is about', () => {
    const where = { step: { not: true, names: ['pay'] } };
    const requests = [...fast(0, 30_000), ...slow(30_000, 60_000)];
    expect(find(requests, { steps: ['browse', 'pay'] }, [objective({ where })])?.reason).toContain('browse');
  });

  it('has passed less than has failed', () => {
    const slowly: PlannedProfile['curve'] = [
      { atMs: 0, level: 4 },
      { atMs: 60_000, level: 6 },
    ];
    const load = { ...rise, curve: slowly };
    expect(find([...fast(0, 40_000), ...slow(40_000, 60_000)], { load })).toMatchObject({
      passedLevel: 4,
      failedLevel: 5,
    });
    expect(find([...fast(0, 20_000), ...slow(20_000, 60_000)], { load })).toMatchObject({
      passedLevel: null,
      failedLevel: 4,
    });
  });

  it('is told in arrivals a second of an open load', () => {
    const load = { ...rise, model: 'open' } as const;
    const found = find([...fast(0, 30_000), ...slow(30_000, 60_000)], { load });
    expect(found).toMatchObject({ passedLevel: 27.5, failedLevel: 28.5 });
    expect(found?.reason).toContain('from 28.5 /s on');
  });

  it('lies where an open load no longer begins in time, however fast the answers are', () => {
    const record = buildRecord({ load: { ...rise, model: 'open' }, requests: fast(0, 60_000) });
    const us = 3_000_000;
    const late = { count: 50, timed: 50, sum: 50 * us, min: us, max: us, histogram: [bucketOf(us), 50] };
    const cells = Array.from({ length: 30 }, (_, i) =>
      cellOf({ startMs: (30 + i) * 1000, endMs: (30 + i) * 1000, ...late }),
    );
    const lag: Series = { id: 99, metric: 'start_lag', type: 'trend', failed: false, tags: {}, cells: Cells.of(cells) };
    expect(findBreakpoint({ ...record, series: [...record.series, lag] }, sloOf(objective()))).toMatchObject({
      passedLevel: 27.5,
      objective: 'passes begin in time',
      reason: expect.stringMatching(/^p95 of start_lag .* on, with maxUsers \d+$/) as string,
    });
  });

  it('leaves warm-up alone', () => {
    const requests = [...slow(0, 16_000), ...fast(16_000, 60_000)];
    expect(find(requests)?.passedLevel).toBeNull();
    expect(find(requests, { warmUpMs: 16_000 })).toMatchObject({ passedLevel: 60 });
    const after = [...slow(0, 16_000), ...fast(16_000, 30_000), ...slow(30_000, 60_000)];
    expect(find(after, { warmUpMs: 16_000 })).toMatchObject({ passedLevel: 27, failedLevel: 28 });
  });

  test.each<[string, Partial<Objective>]>([
    ['is about another profile', { profiles: ['smoke'] }],
    ['is about a fault', { during: ['fault:db-hang'] }],
    ['asks for so much load', { metric: 'throughput', stat: null }],
  ])('is not that of an objective that %s', (_, more) => {
    expect(find(slow(0, 60_000), {}, [objective(more)])).toMatchObject({
      passedLevel: null,
      objective: null,
      reason: 'no objective says what the load must not break',
    });
  });

  it('is that of the named objectives, where they are named', () => {
    const load = { ...rise, breakpoint: { sustainedMs: 10_000, of: ['bearable'] } };
    const requests = [...fast(0, 20_000), ...slow(20_000, 40_000), ...slow(40_000, 60_000, { tookMs: 3000 })];
    const found = find(requests, { load }, [objective(), objective({ name: 'bearable', target: 1000 })]);
    expect(found).toMatchObject({ objective: 'bearable', passedLevel: 37 });
  });

  it('is not looked for in other profiles', () => {
    expect(find(slow(0, 60_000), { load: {} })).toBeNull();
  });
});

describe('a run that found its breakpoint', () => {
  const run: RawRun = {
    load: rise,
    requests: [...fast(0, 30_000), ...slow(30_000, 46_000)],
    ending: { loadMs: 46_000, stoppedBy: 'breakpoint', k6Exit: 105 },
  };

  it('is whole although its load ended early, and judged on what was to pass', () => {
    const verdict = judge(buildRecord(run), sloOf(objective(), objective({ name: 'always', during: ['all'] })));
    expect(verdict).toMatchObject({ verdict: 'pass', exitCode: 0, breakpoint: { passedLevel: 27, atMs: 28_000 } });
    expect(verdict.phases).toEqual([
      { phase: 'steady', fromMs: 0, toMs: 28_000 },
      { phase: 'overload', fromMs: 28_000, toMs: 46_000 },
    ]);
  });

  it('is judged whole by limits that it keeps to', () => {
    const verdict = judge(buildRecord(run), sloOf(objective({ target: 2000 })));
    expect(verdict.breakpoint).toMatchObject({ passedLevel: 36, failedLevel: null });
    expect(verdict.phases.map(({ phase }) => phase)).toEqual(['steady']);
  });
});

describe('an objective on the breakpoint', () => {
  const carries = (target: number, unit: 'users' | '/s' = 'users'): BreakpointObjective => ({
    kind: 'breakpoint',
    name: 'carries enough',
    unit,
    target,
    profiles: null,
    because: null,
    place: { file: 'thresholds/shop.yaml' },
  });
  const broken = [...fast(0, 30_000), ...slow(30_000, 60_000)];
  const result = (requests: readonly RawRequest[], asked: BreakpointObjective, load = rise) =>
    judge(buildRecord({ load, requests }), sloOf(objective(), asked)).objectives[1];

  test.each<[string, readonly RawRequest[], number, Partial<ObjectiveResult>]>([
    [
      'passes at its level',
      broken,
      27,
      { verdict: 'pass', observed: 27, observedHigh: 27, censored: false, samples: 1 },
    ],
    ['fails above it', broken, 28, { verdict: 'fail', observed: 27 }],
    [
      'fails where no load passes',
      slow(0, 60_000),
      1,
      { verdict: 'fail', observed: null, censored: false, samples: 0 },
    ],
    ['is open where nobody came', [], 1, { verdict: 'inconclusive', observed: null, censored: false, samples: 0 }],
    [
      'passes where no limit was found',
      fast(0, 60_000),
      60,
      { verdict: 'pass', observed: 60, observedHigh: null, censored: true },
    ],
    ['is open where the load did not rise so far', fast(0, 60_000), 61, { verdict: 'inconclusive', observed: 60 }],
  ])('%s', (_, requests, target, expected) => {
    expect(result(requests, carries(target))).toMatchObject({ kind: 'objective', unit: 'users', target, ...expected });
  });

  it('says what it found', () => {
    expect(result(broken, carries(40))?.reason).toBe(
      'breakpoint 27 users against at least 40 users; p95 of response_time 800 ms against at most 100 ms from 28 users on',
    );
    expect(result(slow(0, 60_000), carries(40))?.reason).toMatch(/^no load passed; p95 of response_time /);
    const { sentence } = judge(buildRecord({ load: rise, requests: broken }), sloOf(objective(), carries(40)));
    expect(sentence).toBe('Fails: over the whole run, breakpoint 27 users against at least 40 users (carries enough)');
  });

  test.each<[string, BreakpointObjective, RawRun['load']]>([
    ['only for the profile smoke', { ...carries(10), profiles: ['smoke'] }, rise],
    ['this profile does not look for a breakpoint', carries(10), {}],
    ['this load is of users', carries(10, '/s'), rise],
    ['this load is of arrivals a second, not of users', carries(10), { ...rise, model: 'open' }],
  ])('is not evaluated: %s', (reason, asked, load) => {
    expect(result(broken, asked, load)).toMatchObject({ verdict: 'not-evaluated', reason });
  });
});
