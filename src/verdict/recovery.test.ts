import { describe, expect, test } from 'vitest';
import type { Objective, RecoveryObjective } from '../model/slo.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeRecovery } from './recovery.ts';
import { buildRecord, evenly, exact, type RawFault, type RawRun } from './testing/record-builder.ts';
import { objective, recovery } from './testing/slo-builder.ts';
import { type RawRequest } from './testing/series-builder.ts';

const fast = objective({ minSamples: 10 });
const fault = exact('f', 20_000, 30_000);
const met: RawRequest = { startMs: 25_000, tookMs: 10 };

interface Case {
  readonly requests: readonly RawRequest[];
  readonly faults?: readonly RawFault[];
  readonly asked?: Partial<RecoveryObjective>;
  readonly objectives?: readonly Objective[];
  readonly run?: RawRun;
}

function judged({ requests, faults = [fault], asked = {}, objectives = [fast], run = {} }: Case) {
  const all = recovery({ of: objectives.map(({ name }) => name), ...asked });
  const evidence = gatherEvidence(buildRecord({ durationMs: 60_000, ...run, faults, requests: [met, ...requests] }));
  return judgeRecovery(all, [...objectives, all], evidence);
}

/** 100 requests a second; slow until `sinceCleanMs` after the fault was clean. */
const slowUntil = (sinceCleanMs: number, untilMs = 60_000) => [
  ...evenly(sinceCleanMs / 10, 30_000, 30_000 + sinceCleanMs, { tookMs: 300 }),
  ...evenly((untilMs - 30_000 - sinceCleanMs) / 10, 30_000 + sinceCleanMs, untilMs),
];

describe('recovery is measured from the clean edge to the first moment from which every window holds', () => {
  test('at once', () => {
    const [result] = judged({ requests: slowUntil(0) });
    expect(result).toEqual({
      name: 'recovers',
      kind: 'recovery',
      metric: 'recovery',
      stat: null,
      during: ['recovery:f'],
      steps: null,
      where: {},
      window: null,
      breaches: null,
      firstMissMs: null,
      budget: null,
      verdict: 'pass',
      observed: 0,
      observedLow: 0,
      observedHigh: 0,
      censored: false,
      unit: 'ms',
      atMost: true,
      target: 5000,
      critical: null,
      relative: null,
      samples: 100,
      minSamples: 10,
      reason: 'recovered after 0 ms, at most 5 s allowed',
      because: null,
    });
  });

  // A window of 1 s with up to 5 % of slow requests holds: that is 50 ms of slow ones, less than a slot.
  test.each([
    [200, 200, 'pass'],
    [1000, 1000, 'pass'],
    [4900, 5000, 'pass'],
    [5000, 5000, 'pass'],
    [5200, 5200, 'fail'],
    [9000, 9000, 'fail'],
  ])('slow for %d ms: %d ms, %s', (slowMs, observed, verdict) => {
    const [result] = judged({ requests: slowUntil(slowMs), run: { recoveryMs: 12_000 } });
    expect(result).toMatchObject({ observed, verdict, censored: false });
    // The window before began two slots earlier, and missed.
    expect(result).toMatchObject({ observedLow: observed - 200, observedHigh: observed });
  });

  test('a relapse within the hold time starts it anew', () => {
    const relapse = evenly(20, 32_000, 32_200, { tookMs: 300 });
    const quiet = slowUntil(600).filter(({ startMs }) => startMs < 32_000 || startMs >= 32_200);
    expect(judged({ requests: [...quiet, ...relapse] })[0]).toMatchObject({ observed: 2200, verdict: 'pass' });
    // 600 ms + a hold of 1.2 s ends before the relapse.
    expect(judged({ requests: [...quiet, ...relapse], asked: { holdMs: 1200 } })[0]).toMatchObject({ observed: 600 });
    expect(judged({ requests: [...quiet, ...relapse], asked: { withinMs: 2000 } })[0]).toMatchObject({
      verdict: 'fail',
    });
  });

  test('requests that started before the clean edge or in a slot that holds it do not count', () => {
    const late = exact('f', 20_000, 30_000, { cleanMs: 30_050 });
    const before = evenly(100, 28_000, 30_100, { tookMs: 1500 });
    const after = evenly(2990, 30_100, 60_000);
    expect(judged({ requests: [...before, ...after], faults: [late] })[0]).toMatchObject({
      verdict: 'pass',
      observed: 0,
    });
  });

  test('it tells the fewest samples of a window that decided', () => {
    const thin = slowUntil(0).filter((_, i) => i < 100 || i >= 200 || i % 2 === 0);
    expect(judged({ requests: thin })[0]).toMatchObject({ verdict: 'pass', samples: 50, minSamples: 10 });
    const sparse = objective({ name: 'others', minSamples: 40, where: { step: { not: false, names: ['checkout'] } } });
    const checkouts = evenly(45 * 30, 30_000, 60_000, { step: 'checkout' });
    const both = judged({ requests: [...slowUntil(0), ...checkouts], objectives: [fast, sparse] });
    expect(both[0]).toMatchObject({ verdict: 'pass', samples: 45, minSamples: 40 });
  });

  test('all objectives must hold, each for its own steps', () => {
    const sound = objective({ name: 'is sound', metric: 'error_rate', target: 0.1, minSamples: 10 });
    const failing = evenly(50, 30_000, 34_000, { tookMs: 5, failed: true });
    const both = judged({ requests: [...slowUntil(1000), ...failing], objectives: [fast, sound] });
    expect(both[0]).toMatchObject({ observed: 3200, verdict: 'pass' });
    expect(judged({ requests: [...slowUntil(1000), ...failing] })[0]).toMatchObject({ observed: 1000 });
    const browse = objective({ minSamples: 10, where: { step: { not: false, names: ['browse'] } } });
    const elsewhere = slowUntil(4000).map((request) => ({ ...request, step: 'checkout' }));
    expect(judged({ requests: [...elsewhere, ...slowUntil(0)], objectives: [browse] })[0]).toMatchObject({
      observed: 0,
    });
  });

  test('throughput can be recovered to', () => {
    const busy = objective({ name: 'is busy', metric: 'throughput', target: 50 });
    const requests = [...evenly(40, 30_000, 34_000), ...evenly(2600, 34_000, 60_000)];
    // 10 a second until 4 s; the window from 3.6 s has 4 + 60 of them.
    expect(judged({ requests, objectives: [busy] })[0]).toMatchObject({ observed: 3600, verdict: 'pass' });
  });
});

describe('where slots are coarse', () => {
  // Slots are fine only until 37 s.
  test.each([
    [30_000, 8000],
    [30_500, 8000],
    [30_900, 12_000],
  ])('clean at %d, slow until %d ms later', (cleanMs, slowMs) => {
    const faults = [exact('f', 20_000, 30_000, { cleanMs })];
    const [result] = judged({ requests: slowUntil(slowMs), faults, asked: { withinMs: 15_000, holdMs: 10_000 } });
    expect(result).toMatchObject({ verdict: 'pass', observed: 30_000 + slowMs - cleanMs });
  });

  test('the limit is not stretched by the length of a slot', () => {
    const faults = [exact('f', 20_000, 30_000, { cleanMs: 30_050 })];
    const late = judged({ requests: slowUntil(2100), faults, asked: { withinMs: 2000 } });
    expect(late[0]).toMatchObject({ verdict: 'fail', observed: 2050 });
    expect(judged({ requests: slowUntil(2000), faults, asked: { withinMs: 2050 } })[0]).toMatchObject({
      verdict: 'pass',
    });
  });

  test('a relapse of one second is seen from every offset', () => {
    for (let cleanMs = 30_000; cleanMs < 31_000; cleanMs += 100) {
      const faults = [exact('f', 20_000, 30_000, { cleanMs })];
      const requests = evenly(600, 30_000, 60_000).map((one) =>
        one.startMs >= 40_000 && one.startMs < 41_000 ? { ...one, tookMs: 300 } : one,
      );
      const [result] = judged({ requests, faults, asked: { withinMs: 5000, holdMs: 12_000 } });
      expect(result?.verdict).toBe('fail');
      expect(result?.observed).toBeGreaterThan(40_000 - cleanMs - 200);
    }
  });
});

describe('too few samples', () => {
  test('a light load leaves recovery open: nothing is failed by it', () => {
    const needy = objective({ minSamples: 120 });
    const [result] = judged({ requests: slowUntil(0), objectives: [needy] });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      censored: true,
      observed: 0,
      samples: 100,
      minSamples: 120,
    });
    expect(result?.reason).toBe('windows of 1 s had too few samples: 100 of the 120 needed');
    // Also where it is light enough to look like a stall, had it ever been heavier.
    const needier = objective({ minSamples: 1000 });
    expect(judged({ requests: slowUntil(0), objectives: [needier] })[0]).toMatchObject({ verdict: 'inconclusive' });
  });

  test('few samples that prove a miss do fail', () => {
    const needy = objective({ minSamples: 120 });
    const [result] = judged({ requests: slowUntil(10_000), objectives: [needy], run: { recoveryMs: 12_000 } });
    expect(result).toMatchObject({ verdict: 'fail', censored: true, observed: 10_000 });
  });

  test('a stall is no light load: users who all hang send nothing', () => {
    const requests = evenly(2200, 38_000, 60_000);
    const [result] = judged({ requests, run: { recoveryMs: 12_000 } });
    expect(result).toMatchObject({ verdict: 'fail', observed: 37_200 - 30_000, censored: false });
  });

  test('a little less than needed is neither holding nor broken', () => {
    // 8 in every second until 7 s, then 100.
    const thin = [...evenly(56, 30_000, 37_000), ...evenly(2300, 37_000, 60_000)];
    const [result] = judged({ requests: thin, run: { recoveryMs: 12_000 } });
    expect(result).toMatchObject({ verdict: 'inconclusive', observed: 6200, observedLow: 0 });
    expect(result?.reason).toContain('too few samples to tell');
  });

  test('half of what is needed is no stall, and less is one, once there were enough', () => {
    const later = evenly(2300, 37_000, 60_000);
    const half = judged({ requests: [...evenly(35, 30_000, 37_000), ...later] });
    expect(half[0]).toMatchObject({ verdict: 'inconclusive', observedLow: 0 });
    // 10 a second are just enough, and 4 are not even half.
    const stall = [...evenly(30, 30_000, 33_000), ...evenly(24, 33_000, 39_000), ...evenly(210, 39_000, 60_000)];
    expect(judged({ requests: stall, asked: { holdMs: 6000 } })[0]).toMatchObject({ verdict: 'fail' });
  });

  test('one step that stalls is enough, whatever the others do', () => {
    const of = (step: string) =>
      objective({ name: step, minSamples: 10, where: { step: { not: false, names: [step] } } });
    const requests = [...evenly(2200, 38_000, 60_000), ...evenly(3000, 30_000, 60_000, { step: 'checkout' })];
    const [result] = judged({ requests, objectives: [of('browse'), of('checkout')], run: { recoveryMs: 12_000 } });
    expect(result).toMatchObject({ verdict: 'fail', observed: 7200 });
  });

  test('in windows before it was shown leave open whether it was in time, unless these were too late as well', () => {
    // Slow for a second, then 8 in every second until 4 s.
    const slow = evenly(100, 30_000, 31_000, { tookMs: 300 });
    const requests = [...slow, ...evenly(24, 31_000, 34_000), ...evenly(2600, 34_000, 60_000)];
    const within = (withinMs: number) => judged({ requests, asked: { withinMs } })[0]?.verdict;
    expect([within(999), within(1000)]).toEqual(['fail', 'inconclusive']);
  });

  test('are told where they were the last that kept it from being shown', () => {
    const requests = [...evenly(8, 30_000, 31_000), ...evenly(200, 31_000, 33_000)];
    const ending = { loadMs: 33_000, interrupted: 'SIGINT' } as const;
    expect(judged({ requests, run: { ending } })[0]?.reason).toContain('windows of 1 s had too few samples');
  });

  test('in windows that did not decide are not told', () => {
    const thin = [...evenly(20, 30_000, 31_000, { tookMs: 300 }), ...evenly(2900, 31_000, 60_000)];
    expect(judged({ requests: thin })[0]).toMatchObject({ verdict: 'pass', observed: 800, samples: 84 });
    const ending = { loadMs: 33_000, interrupted: 'SIGINT' } as const;
    expect(judged({ requests: thin, run: { ending } })[0]).toMatchObject({ verdict: 'inconclusive', samples: 100 });
  });
});

describe('data that end too early', () => {
  const until = (loadMs: number): RawRun => ({ ending: { loadMs, interrupted: 'SIGINT' } });

  test('recovering, but not for long enough to show it', () => {
    const [result] = judged({ requests: slowUntil(1000, 33_500), run: until(33_500) });
    expect(result).toMatchObject({ verdict: 'inconclusive', censored: true, observed: 1000, observedHigh: null });
    expect(result?.reason).toBe(
      'too little time to show that it held for 3 s: the load ended 3.5 s after the fault was clean',
    );
  });

  test('good for a while at the end is no failure, however late the end', () => {
    const [result] = judged({ requests: slowUntil(4000, 36_500), run: until(36_500) });
    expect(result).toMatchObject({ verdict: 'inconclusive', censored: true, observed: 4000 });
  });

  test('already too late when the load ends', () => {
    const [result] = judged({ requests: slowUntil(7000, 37_000), run: until(37_000) });
    expect(result).toMatchObject({ verdict: 'fail', censored: true, observed: 6200 });
    expect(result?.reason).toBe(
      'not recovered for 6.2 s, at most 5 s allowed; the load ended 7 s after the fault was clean',
    );
    const just = judged({ requests: slowUntil(7000, 37_000), run: until(37_000), asked: { withinMs: 6200 } });
    expect(just[0]).toMatchObject({ verdict: 'inconclusive', observed: 6200 });
  });

  test('the load ended, also where another fault was yet to come', () => {
    const faults = [fault, exact('g', 50_000, 52_000)];
    const [result] = judged({ requests: slowUntil(1000, 33_500), faults, run: until(33_500) });
    expect(result?.reason).toContain('the load ended 3.5 s after the fault was clean');
  });

  test('no window fits', () => {
    const [result] = judged({ requests: slowUntil(0, 30_500), run: until(30_500) });
    expect(result).toMatchObject({ verdict: 'inconclusive', observed: 0, censored: true, samples: 0, minSamples: 10 });
  });

  test('cool-down is no time to recover in', () => {
    const [result] = judged({ requests: slowUntil(0), run: { durationMs: 32_900, ending: { loadMs: 60_000 } } });
    expect(result?.verdict).toBe('inconclusive');
    expect(judged({ requests: slowUntil(0), run: { durationMs: 33_000 } })[0]?.verdict).toBe('pass');
  });

  test('the next fault ends it', () => {
    const next = exact('g', 36_000, 40_000);
    const meets: RawRequest = { startMs: 38_000, tookMs: 10 };
    const [f] = judged({ requests: [...slowUntil(4000), meets], faults: [fault, next] });
    expect(f).toMatchObject({ verdict: 'inconclusive', censored: true, observed: 4000 });
    expect(f?.reason).toContain('g began 6 s after the fault was clean');
    const [late] = judged({ requests: [...slowUntil(8000), meets], faults: [fault, next] });
    expect(late).toMatchObject({ verdict: 'fail', censored: true, observed: 5200 });
    const [quick] = judged({ requests: [...slowUntil(1000), meets], faults: [fault, next] });
    expect(quick).toMatchObject({ verdict: 'pass', observed: 1000 });
  });

  test('a fault that was on all along ends it before it begins', () => {
    const [f] = judged({ requests: slowUntil(0), faults: [fault, exact('g', 25_000, 40_000)] });
    expect(f).toMatchObject({ verdict: 'inconclusive', observed: 0, censored: true });
    expect(f?.reason).toContain('g began 0 ms after');
  });

  test('what ran into the next fault cannot break a window, and is not left out of it either', () => {
    const next = exact('g', 34_000, 40_000);
    const crossing = evenly(12, 33_850, 34_000, { tookMs: 2000 });
    const quick = evenly(385, 30_000, 33_850);
    const of = (more: RawRequest[]) => judged({ requests: [...quick, ...more], faults: [fault, next] })[0];
    expect(of([])).toMatchObject({ verdict: 'pass', observed: 0 });
    // Held long enough before the window that they spoil.
    expect(of(crossing)).toMatchObject({ verdict: 'pass', observed: 0 });
    const longer = { asked: { holdMs: 4000, withinMs: 2000 }, faults: [fault, next] };
    expect(judged({ requests: quick, ...longer })[0]?.verdict).toBe('pass');
    expect(judged({ requests: [...quick, ...crossing], ...longer })[0]?.verdict).toBe('inconclusive');
  });
});

describe('no edge to count from', () => {
  test('never clean', () => {
    const [result] = judged({ requests: slowUntil(0), faults: [exact('f', 20_000, 30_000, { cleanMs: null })] });
    expect(result).toMatchObject({ verdict: 'fail', observed: null, censored: true });
    expect(result?.reason).toBe('it never became clean within 30 s of being healed, when the load ended');
  });

  test('not clean yet when the load ended', () => {
    const faults = [exact('f', 20_000, 30_000, { cleanMs: null })];
    const [result] = judged({ requests: [], faults, run: { ending: { loadMs: 34_000 } } });
    expect(result).toMatchObject({ verdict: 'inconclusive', observed: null });
  });

  test('not clean yet when the next fault began', () => {
    const faults = [exact('f', 20_000, 30_000, { cleanMs: null }), exact('g', 33_000, 35_000)];
    const told = 'it had not become clean within 3 s of being healed, when the next fault began';
    expect(judged({ requests: [], faults })[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: told,
      censored: true,
    });
    const [f, g] = faults.map((one, i) =>
      i === 0 ? one : { ...one, startMs: 35_000, askedMs: 35_000, feltMs: 35_000 },
    );
    expect(judged({ requests: [], faults: [f!, g!] })[0]?.verdict).toBe('inconclusive');
    expect(judged({ requests: [], faults: [f!, g!], asked: { withinMs: 4999 } })[0]?.verdict).toBe('fail');
  });

  test('waited for since it was healed, or at least asked to be', () => {
    const since = (seen: Partial<RawFault>, ...others: RawFault[]) =>
      judged({ requests: [], faults: [exact('f', 20_000, 30_000, { cleanMs: null, ...seen }), ...others] })[0]?.reason;
    expect(since({ healAskedMs: 30_000, healAcknowledgedMs: 31_000 })).toContain('within 29 s of being healed');
    expect(since({ healAskedMs: 30_000, healAcknowledgedMs: null })).toContain('within 30 s of being healed');
    expect(since({}, exact('g', 30_000, 40_000))).toBe(
      'it had not become clean within 0 ms of being healed, when the next fault began',
    );
  });

  test('never healed', () => {
    const faults = [exact('f', 20_000, 30_000, { healAskedMs: null, healAcknowledgedMs: null, cleanMs: null })];
    const [result] = judged({ requests: [], faults, run: { ending: { loadMs: 26_000, interrupted: 'SIGINT' } } });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      reason: 'the load ended while the fault was on',
      censored: true,
    });
  });

  test('not felt, or met by no request', () => {
    const unfelt = judged({ requests: slowUntil(0), faults: [exact('f', 20_000, 30_000, { feltMs: null })] });
    expect(unfelt[0]).toMatchObject({ verdict: 'inconclusive', reason: 'fault not exercised: f was not felt' });
    const elsewhere = judged({ requests: slowUntil(0), faults: [exact('f', 20_000, 30_000, { hits: ['login'] })] });
    expect(elsewhere[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'fault not exercised: f met no request of login',
    });
  });
});

describe('which results there are', () => {
  test('one for each fault, in the order of the plan', () => {
    const faults = [exact('b', 20_000, 30_000), exact('a', 40_000, 45_000)];
    const during = judged({ requests: slowUntil(0), faults }).map(
      (result) => `${result.during[0] ?? ''} ${result.verdict}`,
    );
    expect(during).toEqual(['recovery:b pass', 'recovery:a pass']);
  });

  test('not evaluated without faults and for other profiles', () => {
    expect(judged({ requests: [], faults: [] })).toMatchObject([
      { verdict: 'not-evaluated', during: ['recovery:*'], reason: 'this run has no fault to recover from' },
    ]);
    const other = judged({ requests: slowUntil(0), asked: { profiles: ['peak'] } });
    expect(other).toMatchObject([
      { verdict: 'not-evaluated', during: ['recovery:f'], reason: 'only for the profile peak' },
    ]);
  });

  test.each([[['is unknown']], [[]], [['is fast', 'is unknown']], [['recovers']]])(
    'recovering to %j is inconclusive',
    (of) => {
      const reason = `no objective to recover to among ${of.length === 0 ? 'none' : of.join(' and ')}`;
      expect(judged({ requests: slowUntil(0), asked: { of } })[0]).toMatchObject({ verdict: 'inconclusive', reason });
    },
  );
});

describe('recovery time is measured from when the fault was felt', () => {
  /** 100 requests a second over the whole run, slow from one moment to another. */
  const slowFrom = (fromMs: number, toMs: number) => [
    ...evenly((fromMs - 10_000) / 10, 10_000, fromMs),
    ...evenly((toMs - fromMs) / 10, fromMs, toMs, { tookMs: 300 }),
    ...evenly((60_000 - toMs) / 10, toMs, 60_000),
  ];
  const asked = { since: 'felt', withinMs: 5000 } as const;

  test.each([
    ['a service that never failed has none', 20_000, 20_000, 0, 'pass'],
    ['one that takes over while the fault is on', 20_000, 23_000, 3000, 'pass'],
    ['one that breaks late in the fault has not recovered before', 26_000, 29_000, 9000, 'fail'],
    ['one that is slow until after it', 20_000, 33_000, 13_000, 'fail'],
  ])('%s', (_, fromMs, toMs, rtoMs, verdict) => {
    const [result] = judged({ requests: slowFrom(fromMs, toMs), asked });
    expect(result).toMatchObject({ metric: 'rto', during: ['fault:f'], verdict });
    expect(Math.abs((result?.observed ?? NaN) - rtoMs)).toBeLessThanOrEqual(1000);
  });

  test('of a service that never came back is told from then', () => {
    const [result] = judged({ requests: slowFrom(20_000, 60_000), asked });
    expect(result?.reason).toMatch(/the load ended 40 s after the fault was felt$/);
  });

  test('of a fault that never was clean is not told', () => {
    const faults = [exact('f', 20_000, 30_000, { cleanMs: null })];
    const [result] = judged({ requests: slowFrom(20_000, 21_000), faults, asked });
    expect(result).toMatchObject({ verdict: 'inconclusive', censored: true });
  });
});
