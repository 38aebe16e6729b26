import { describe, expect, test } from 'vitest';
import type { NameFilter, Objective } from '../model/slo.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly, exact, type RawRun } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';
import { type RawRequest } from './testing/series-builder.ts';

const judged = (asked: Partial<Objective>, run: RawRun) =>
  judgeObjective(objective(asked), gatherEvidence(buildRecord(run)));
const of = (asked: Partial<Objective>, requests: readonly RawRequest[], run: RawRun = {}) =>
  judged(asked, { ...run, requests });

/** `fast` requests of 50 ms and `slow` ones of 200 ms; the limit of the objective is 100 ms. */
const mixed = (fast: number, slow: number, more: Partial<RawRequest> = {}) => [
  ...evenly(fast, 0, 50_000, more),
  ...evenly(slow, 0, 50_000, { ...more, tookMs: 200 }),
];

describe('what is measured', () => {
  const requests = [
    ...evenly(100, 0, 50_000, { step: 'browse', tookMs: 10 }),
    ...evenly(100, 0, 50_000, { step: 'checkout', tookMs: 80, checks: [true] }),
    ...evenly(60, 0, 50_000, { step: 'checkout', tookMs: 900, failed: true, checks: [true, false] }),
    ...evenly(40, 0, 50_000, { step: 'checkout', tookMs: null, failed: true }),
  ];
  test.each<[string, Partial<Objective>, number, number]>([
    ['times of successes', { stat: 'max' }, 80, 200],
    ['times of failures', { stat: 'min', outcome: 'failed', target: 1000 }, 900, 60],
    ['times of all', { stat: 'max', outcome: 'any', target: 1000 }, 900, 260],
    ['mean', { stat: 'mean' }, 45, 200],
    ['mean of all', { stat: 'mean', outcome: 'any', target: 1000 }, (1000 + 8000 + 54_000) / 260, 260],
    ['times of steps', { metric: 'step_time', stat: 'max' }, 80, 200],
    ['times of failed steps', { metric: 'step_time', stat: 'max', outcome: 'failed', target: 1000 }, 900, 60],
    ['of one step', { stat: 'max', where: { step: { not: false, names: ['browse'] } } }, 10, 100],
    ['of all but one step', { stat: 'min', where: { step: { not: true, names: ['browse'] } } }, 80, 100],
    ['error rate', { metric: 'error_rate', target: 0.5 }, 100 / 300, 300],
    [
      'error rate of a step',
      { metric: 'error_rate', target: 0.9, where: { step: { not: false, names: ['checkout'] } } },
      0.5,
      200,
    ],
    ['error rate asks for no outcome', { metric: 'error_rate', target: 0.5, outcome: 'failed' }, 100 / 300, 300],
    ['checks', { metric: 'checks', target: 0.5 }, 160 / 220, 220],
    ['throughput', { metric: 'throughput', target: 1 }, 5, 300],
  ])('%s', (_name, asked, observed, samples) => {
    const result = of(asked, requests);
    expect(result.observed).toBeCloseTo(observed, 9);
    expect(result.samples).toBe(samples);
    expect(result.verdict).toBe('pass');
  });

  test('a percentile comes with the interval that holds it', () => {
    const { observed, observedLow, observedHigh } = of({ stat: 'p40' }, requests);
    expect(observedLow).toBe(10);
    expect(observedHigh).toBeGreaterThan(10);
    expect(observedHigh).toBeLessThan(10 * 1.022);
    expect(observed).toBeGreaterThanOrEqual(10);
  });

  test('requests without any time are told', () => {
    expect(of({ outcome: 'any', target: 1000 }, requests).reason).toContain('40 more had no time');
    expect(of({ outcome: 'failed', target: 1000 }, requests).reason).toContain('40 more had no time');
    expect(of({}, requests).reason).not.toContain('no time');
    const refused = of({ outcome: 'any' }, evenly(100, 0, 50_000, { tookMs: null, failed: true }));
    expect(refused).toMatchObject({ verdict: 'inconclusive', observed: null, samples: 0 });
    expect(refused.reason).toContain('100 more had no time');
  });

  test('a plain k6 script has no steps: failed requests are its errors', () => {
    const plain = [...evenly(90, 0, 50_000), ...evenly(10, 0, 50_000, { failed: true })];
    expect(of({ metric: 'error_rate', target: 0.2 }, plain, { plain: true })).toMatchObject({
      observed: 0.1,
      samples: 100,
    });
    expect(of({ metric: 'step_time' }, plain, { plain: true })).toMatchObject({
      observed: null,
      verdict: 'inconclusive',
    });
    const named: Partial<Objective> = { where: { step: { not: false, names: ['browse'] } } };
    expect(of(named, plain, { plain: true }).samples).toBe(0);
    expect(of({ where: { step: { not: true, names: ['browse'] } } }, plain, { plain: true }).samples).toBe(90);
  });

  test('steps that have no outcome count as failed', () => {
    const record = buildRecord({ requests: evenly(100, 0, 50_000) });
    const series = record.series.map((one) => (one.type === 'trend' ? { ...one, tags: { step: 'browse' } } : one));
    const asked = objective({ metric: 'error_rate', target: 0.5 });
    expect(judgeObjective(asked, gatherEvidence({ ...record, series }))).toMatchObject({
      observed: 1,
      verdict: 'fail',
    });
  });

  test('series of other metrics are none of these', () => {
    const record = buildRecord({ requests });
    const others = record.series.map((one) => (one.type === 'http' ? [] : [{ ...one, metric: 'of_their_own' }])).flat();
    const evidence = gatherEvidence({ ...record, series: [...record.series, ...others] });
    const samples = (asked: Partial<Objective>) => judgeObjective(objective(asked), evidence).samples;
    expect(samples({ metric: 'checks' })).toBe(220);
    expect(samples({ metric: 'step_time' })).toBe(200);
    expect(samples({ metric: 'error_rate' })).toBe(300);
  });

  test('which steps it is about', () => {
    const steps = (step?: NameFilter) =>
      of({ where: step === undefined ? {} : { step } }, requests, { steps: ['browse', 'checkout'] }).steps;
    expect(steps()).toBeNull();
    expect(steps({ not: false, names: ['checkout'] })).toEqual(['checkout']);
    expect(steps({ not: true, names: ['checkout'] })).toEqual(['browse']);
  });
});

describe('limits', () => {
  test.each<[string, Partial<Objective>, RawRequest[], string]>([
    ['p95 just kept: 5 of 100 above', {}, mixed(95, 5), 'pass'],
    ['p95 just missed: 6 of 100 above', {}, mixed(94, 6), 'fail'],
    ['p95 above the target, below the critical limit', { critical: 300 }, mixed(94, 6), 'warn'],
    ['p95 above the critical limit', { critical: 150 }, mixed(94, 6), 'fail'],
    ['a warning of just as many samples as are needed', { critical: 300 }, mixed(55, 4), 'warn'],
    ['p95 below both', { critical: 300 }, mixed(95, 5), 'pass'],
    ['max', { stat: 'max', target: 200 }, mixed(99, 1), 'pass'],
    ['max missed', { stat: 'max', target: 199.999 }, mixed(99, 1), 'fail'],
    ['mean', { stat: 'mean', target: 125 }, mixed(30, 30), 'pass'],
    ['mean missed', { stat: 'mean', target: 124.9 }, mixed(30, 30), 'fail'],
    [
      'error rate kept to the dot',
      { metric: 'error_rate', target: 0.1 },
      [...mixed(90, 0), ...mixed(0, 10, { failed: true })],
      'pass',
    ],
    [
      'error rate missed',
      { metric: 'error_rate', target: 0.1 },
      [...mixed(89, 0), ...mixed(0, 11, { failed: true })],
      'fail',
    ],
    ['no errors allowed and none seen', { metric: 'error_rate', target: 0 }, mixed(59, 0), 'pass'],
    [
      'no errors allowed and one seen',
      { metric: 'error_rate', target: 0 },
      [...mixed(999, 0), ...mixed(0, 1, { failed: true })],
      'fail',
    ],
    ['checks all hold', { metric: 'checks', target: 1 }, mixed(59, 0, { checks: [true] }), 'pass'],
    [
      'one check of many does not',
      { metric: 'checks', target: 1 },
      [...mixed(999, 0, { checks: [true] }), ...mixed(1, 0, { checks: [false] })],
      'fail',
    ],
    ['throughput kept', { metric: 'throughput', target: 2 }, mixed(120, 0), 'pass'],
    ['throughput missed', { metric: 'throughput', target: 2.001 }, mixed(120, 0), 'fail'],
    ['throughput missed, not critically', { metric: 'throughput', target: 2.001, critical: 1 }, mixed(120, 0), 'warn'],
  ])('%s', (_name, asked, requests, verdict) => {
    expect(of(asked, requests).verdict).toBe(verdict);
  });

  test('of the interval the worse side counts', () => {
    const requests = evenly(100, 0, 50_000, { tookMs: 100.4 }).concat(evenly(100, 0, 50_000, { tookMs: 90 }));
    const p50 = of({ stat: 'p50', target: 90.2 }, requests);
    expect(p50.observed).toBeLessThan(90.2);
    expect(p50.observedHigh).toBeGreaterThan(90.2);
    expect(p50.verdict).toBe('fail');
    expect(p50.reason).toContain('worse side counts');
    // The greatest value is known exactly, so the last bucket ends there.
    expect(of({ stat: 'p95', target: 100.4 }, requests).verdict).toBe('pass');
  });
});

describe('too few samples', () => {
  const times = (fast: number, slow: number) => mixed(fast, slow);
  const errors = (ok: number, failed: number) => [...mixed(ok, 0), ...mixed(failed, 0, { failed: true })];
  const checks = (held: number, not: number) => [
    ...mixed(held, 0, { checks: [true] }),
    ...mixed(not, 0, { checks: [false] }),
  ];
  test.each<[string, Partial<Objective>, RawRequest[], string]>([
    ['59 are enough for p95', {}, times(59, 0), 'pass'],
    ['58 are not', {}, times(58, 0), 'inconclusive'],
    ['nothing at all', {}, [], 'inconclusive'],
    ['4 of 20 above a p95 limit prove it', {}, times(16, 4), 'fail'],
    ['3 of 20 do not', {}, times(17, 3), 'inconclusive'],
    ['2 of 2 do', {}, times(0, 2), 'fail'],
    ['1 of 1 does not', {}, times(0, 1), 'inconclusive'],
    ['one above p99 of 5 proves it', { stat: 'p99' }, times(4, 1), 'fail'],
    ['one above p99 of 6 does not', { stat: 'p99' }, times(5, 1), 'inconclusive'],
    ['proven above the target, the critical limit open', { critical: 300 }, times(16, 4), 'inconclusive'],
    ['proven above the critical limit', { critical: 150 }, times(16, 4), 'fail'],
    ['one above the maximum proves it', { stat: 'max' }, times(0, 1), 'fail'],
    ['29 below the maximum say nothing', { stat: 'max' }, times(29, 0), 'inconclusive'],
    ['30 do', { stat: 'max' }, times(30, 0), 'pass'],
    ['a minimum can still come down', { stat: 'min' }, times(0, 29), 'inconclusive'],
    ['30 above the minimum fail', { stat: 'min' }, times(0, 30), 'fail'],
    ['a mean can still come down', { stat: 'mean' }, times(0, 29), 'inconclusive'],
    ['one error where none is allowed', { metric: 'error_rate', target: 0 }, errors(0, 1), 'fail'],
    ['no error of 58 where none is allowed', { metric: 'error_rate', target: 0 }, errors(58, 0), 'inconclusive'],
    ['2 errors of 20 at 1 %', { metric: 'error_rate', target: 0.01 }, errors(18, 2), 'fail'],
    ['1 error of 20 at 1 %', { metric: 'error_rate', target: 0.01 }, errors(19, 1), 'inconclusive'],
    ['299 at 1 % are enough', { metric: 'error_rate', target: 0.01 }, errors(297, 2), 'pass'],
    ['2 failed checks of 20 at 99 %', { metric: 'checks', target: 0.99 }, checks(18, 2), 'fail'],
    ['1 failed check of 20 at 99 %', { metric: 'checks', target: 0.99 }, checks(19, 1), 'inconclusive'],
    ['one failed check where all must hold', { metric: 'checks', target: 1 }, checks(3, 1), 'fail'],
    ['throughput of nothing', { metric: 'throughput', target: 2 }, [], 'inconclusive'],
    ['throughput of one request', { metric: 'throughput', target: 2 }, times(1, 0), 'fail'],
    ['throughput missed counts as it is', { metric: 'throughput', target: 5, minSamples: 1000 }, times(200, 0), 'fail'],
    [
      'throughput with a minimum of its own',
      { metric: 'throughput', target: 2, minSamples: 1000 },
      times(200, 0),
      'inconclusive',
    ],
    ['an own minimum wins over a greater one', { minSamples: 5 }, times(5, 0), 'pass'],
    ['an own minimum wins over a smaller one', { minSamples: 60 }, times(59, 0), 'inconclusive'],
  ])('%s', (_name, asked, requests, verdict) => {
    const result = of(asked, requests);
    expect(result.verdict).toBe(verdict);
  });

  test('the reason tells how many are needed, and what they prove', () => {
    expect(of({}, times(58, 0)).reason).toContain('58 of the 59 samples needed');
    expect(of({}, times(58, 0)).reason).not.toContain('prove');
    expect(of({}, times(16, 4)).reason).toContain('20 of the 59 samples needed, and they prove it');
    expect(of({}, [])).toMatchObject({
      observed: null,
      observedLow: null,
      observedHigh: null,
      samples: 0,
      minSamples: 59,
    });
  });
});

describe('phases', () => {
  const f = exact('f', 20_000, 30_000);
  const g = exact('g', 40_000, 45_000);
  const faults = [f, g];
  const requests = [
    ...evenly(100, 0, 19_900, { tookMs: 10 }),
    { startMs: 19_950, tookMs: 500 },
    ...evenly(60, 20_000, 30_000, { tookMs: 90 }),
    ...evenly(70, 30_000, 35_000, { tookMs: 60 }),
    ...evenly(80, 40_000, 45_000, { tookMs: 80 }),
    ...evenly(65, 45_000, 50_000, { tookMs: 30 }),
  ];
  const counts = (during: string[], run: RawRun = {}) =>
    of({ during, stat: 'max', target: 1e6 }, requests, { faults, ...run }).samples;

  test.each<[string[], number]>([
    [['steady'], 100],
    [['fault:f'], 60],
    [['fault:g'], 80],
    [['fault:*'], 140],
    [['edge:f'], 1],
    [['fault:f', 'edge:f'], 61],
    [['recovery:f'], 70],
    [['recovery:*'], 135],
    [['steady', 'recovery:*'], 235],
    [['all'], 376],
    [['all', 'steady'], 376],
    [['steady', 'fault:unknown'], 100],
    [['fault:f', 'fault:*'], 140],
  ])('%j', (during, count) => {
    expect(counts(during)).toBe(count);
  });

  test('what is in two faults at once counts once', () => {
    const overlapping = [exact('f', 20_000, 30_000), exact('g', 25_000, 45_000)];
    const inBoth = evenly(30, 25_000, 30_000);
    const asked = { stat: 'max', target: 1000 } as const;
    const run = {
      faults: overlapping,
      requests: [...inBoth, ...evenly(20, 20_000, 24_000), ...evenly(50, 30_000, 45_000)],
    };
    expect(judged({ ...asked, during: ['fault:f'] }, run).samples).toBe(50);
    expect(judged({ ...asked, during: ['fault:g'] }, run).samples).toBe(80);
    expect(judged({ ...asked, during: ['fault:*'] }, run).samples).toBe(100);
    const rate = judged({ metric: 'throughput', during: ['fault:*'], target: 1 }, run);
    expect(rate.observed).toBe(100 / 25);
  });

  test('throughput divides by the length of the slots', () => {
    const rate = (during: string[]) => of({ metric: 'throughput', during, target: 0.1 }, requests, { faults }).observed;
    expect(rate(['fault:f'])).toBe(6);
    expect(rate(['recovery:f'])).toBe(14);
    // The request that crosses into the fault was still sent in steady state, of 20 + 5 + 10 s.
    expect(rate(['steady'])).toBe(101 / 35);
    expect(rate(['all'])).toBe(376 / 60);
    const cutShort = { faults, ending: { loadMs: 24_500, interrupted: 'SIGINT' } } as const;
    const early = requests.filter(({ startMs }) => startMs < 24_500);
    expect(of({ metric: 'throughput', during: ['all'], target: 0.1 }, early, cutShort).observed).toBe(
      early.length / 24.5,
    );
  });

  test('what came before the load is in no phase, only in all', () => {
    const setup = evenly(40, -5000, 0);
    const run = { warmUpMs: 5000, requests: [...setup, ...requests], faults };
    expect(judged({ during: ['warmup'], stat: 'max' }, run).samples).toBe(25);
    expect(judged({ during: ['all'], stat: 'max', target: 1e6 }, run).samples).toBe(416);
    expect(judged({ during: ['all'], metric: 'throughput', target: 1 }, run).observed).toBe(376 / 60);
  });

  test.each<[string, Partial<Objective>, RawRun, string]>([
    ['another profile', { profiles: ['smoke', 'peak'] }, {}, 'only for the profile smoke and peak'],
    ['a fault of another plan', { during: ['fault:h', 'edge:h'] }, { faults }, 'this run has no fault:h and edge:h'],
    ['any fault, in a run without', { during: ['fault:*', 'edge:*'] }, {}, 'this run has no fault:* and edge:*'],
    ['warm-up, in a run without', { during: ['warmup'] }, {}, 'this run has no warmup'],
    [
      'recovery, in a run that gives it no time',
      { during: ['recovery:*'] },
      { faults, recoveryMs: 0 },
      'this run has no recovery:*',
    ],
  ])('not evaluated: %s', (_name, asked, run, reason) => {
    const result = of(asked, requests, run);
    expect(result).toMatchObject({ verdict: 'not-evaluated', observed: null, samples: 0, reason });
  });

  test('its own profile among others', () => {
    expect(of({ profiles: ['smoke', 'proof'] }, mixed(60, 0)).verdict).toBe('pass');
  });

  test('no samples in its phase is inconclusive, never a pass', () => {
    expect(of({ during: ['cooldown'] }, requests).verdict).toBe('inconclusive');
    expect(of({ where: { step: { not: false, names: ['brwse'] } } }, mixed(100, 0)).verdict).toBe('inconclusive');
  });
});

describe('a limit where there may be no samples', () => {
  const skip = { onNoData: { skip: 'nobody comes at night' } } as const;
  const atNight = { during: ['cooldown'] };
  const none = 'p95 of response_time is unknown: there are no samples';

  test('fails or is skipped without any, and says so', () => {
    expect(of({ ...atNight, onNoData: 'fail' }, mixed(60, 0))).toMatchObject({
      ...{ verdict: 'fail', reason: `${none}, which counts as a failure` },
    });
    expect(of({ ...atNight, ...skip }, mixed(60, 0))).toMatchObject({
      ...{ verdict: 'not-evaluated', reason: 'nobody comes at night (there are no samples)' },
    });
  });

  test.each([
    ['enough that keep to it', mixed(60, 0), 'pass'],
    ['too few', mixed(30, 0), 'inconclusive'],
    ['enough that do not', mixed(50, 10), 'fail'],
  ])('is as any other with %s', (_what, requests, verdict) => {
    expect(of({ onNoData: 'fail' }, requests).verdict).toBe(verdict);
    expect(of(skip, requests).verdict).toBe(verdict);
  });
});

test('a result is of its kind and its filters; steps and windows have places of their own', () => {
  const where = { step: { not: false, names: ['browse'] }, country: { not: true, names: ['de'] } };
  const window = { kind: 'sustained', lengthMs: 5000 } as const;
  expect(of({ where }, mixed(60, 0))).toMatchObject({ kind: 'objective', steps: ['browse'], window: null });
  const { where: told, ...slow } = of({ where, window }, evenly(3000, 0, 60_000, { tookMs: 200 }));
  expect(told).toEqual({ country: where.country });
  expect(slow).toMatchObject({ verdict: 'fail', window, breaches: { firstMs: 0 }, firstMissMs: 0 });
});

describe('a fault that was not exercised', () => {
  const inFault = evenly(80, 20_000, 30_000);
  const good = [...evenly(80, 0, 19_000), ...inFault, ...evenly(80, 30_000, 35_000)];
  const unfelt = exact('f', 20_000, 30_000, { feltMs: null });

  test.each(['fault:f', 'fault:*', 'recovery:f', 'edge:f'])('not felt: %s', (phase) => {
    const result = of({ during: [phase] }, good, { faults: [unfelt] });
    expect(result).toMatchObject({ verdict: 'inconclusive', reason: 'fault not exercised: f was not felt' });
  });

  test('not even in the record', () => {
    const record = { ...buildRecord({ faults: [unfelt], requests: good }), faults: [] };
    expect(judgeObjective(objective({ during: ['fault:f'] }), gatherEvidence(record)).verdict).toBe('inconclusive');
  });

  test('failing changes nothing: it was not the fault', () => {
    expect(of({ during: ['fault:f'], target: 1 }, good, { faults: [unfelt] }).verdict).toBe('inconclusive');
  });

  test('met by no request', () => {
    const faults = [exact('f', 20_000, 30_000)];
    const elsewhere = good.filter((request) => !inFault.includes(request));
    const result = of({ during: ['recovery:f'] }, elsewhere, { faults });
    expect(result).toMatchObject({ verdict: 'inconclusive', reason: 'fault not exercised: f met no request' });
  });

  test('met by no connection, though requests were under way', () => {
    const met = (connections: number | null) => ({ exposure: { connections, requests: null } });
    const result = (connections: number | null) =>
      of({ during: ['fault:f'] }, good, { faults: [exact('f', 20_000, 30_000, met(connections))] });
    expect(result(0)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^fault not exercised: f met no connection .* api->db .* does api use/) as string,
    });
    expect(result(1).verdict).toBe('pass');
    expect(result(null).verdict, 'nobody could count').toBe('pass');
  });

  test('to its end: what it did until then counts, and nothing passes', () => {
    const faults = [exact('f', 20_000, 30_000, { lapsedMs: 24_000 })];
    const result = (target: number) => of({ during: ['fault:f'], target }, good, { faults });
    expect(result(1).verdict).toBe('fail');
    expect(result(1000)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^fault not exercised: f ceased to act at 24 s/) as string,
    });
  });

  test('met by no request of the steps that should', () => {
    const faults = [exact('f', 20_000, 30_000, { hits: ['checkout', 'login'] })];
    const result = of({ during: ['fault:f'] }, good, { faults });
    expect(result.reason).toBe('fault not exercised: f met no request of checkout and login');
    const once = [...good, { startMs: 25_000, tookMs: 10, step: 'login' }];
    expect(of({ during: ['fault:f'] }, once, { faults }).verdict).toBe('pass');
  });

  test('met by a request that was under way since before', () => {
    const faults = [exact('f', 20_000, 30_000)];
    const elsewhere = good.filter((request) => !inFault.includes(request));
    expect(of({ during: ['recovery:f'] }, [...elsewhere, { startMs: 15_000, tookMs: 5500 }], { faults }).verdict).toBe(
      'pass',
    );
    expect(of({ during: ['recovery:f'] }, [...elsewhere, { startMs: 15_000, tookMs: 4900 }], { faults }).verdict).toBe(
      'inconclusive',
    );
  });

  test('one of several: the others are judged without it, and pass nothing', () => {
    const faults = [unfelt, exact('g', 40_000, 45_000)];
    const slow = evenly(60, 40_000, 45_000, { tookMs: 300 });
    const fast = evenly(60, 40_000, 45_000, { tookMs: 30 });
    const any = { during: ['fault:*'] };
    expect(of(any, [...good, ...fast], { faults })).toMatchObject({ verdict: 'inconclusive', samples: 60 });
    // 60 slow ones of 860 would be hidden by those in the time of the fault that did not happen.
    const diluted = [...good, ...slow, ...evenly(720, 20_000, 30_000)];
    expect(of({ ...any, stat: 'p90' }, diluted, { faults })).toMatchObject({ verdict: 'fail', samples: 60 });
  });

  test('steady state does not care', () => {
    expect(of({ during: ['steady'] }, good, { faults: [unfelt] }).verdict).toBe('pass');
  });
});
