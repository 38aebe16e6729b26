import { Cells } from '../model/cells.ts';
import { describe, expect, it } from 'vitest';
import { bucketOf } from '../model/histogram.ts';
import type { RunRecord, SampledSeries, Series } from '../model/record.ts';
import { defaultValidityLimits } from '../model/validity-limits.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, exact, type RawRun } from './testing/record-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';
import { cellOf, type LooseCell } from './testing/series-builder.ts';

const seconds = Array.from({ length: 60 }, (_, second) => second);
const requests = evenly(600, 0, 60_000);
const passing = objective();

const series = (metric: string, type: Series['type'], cells: LooseCell[], tags = {}): Series => ({
  id: 99,
  metric,
  type,
  failed: false,
  tags,
  cells: Cells.of(cells.map(cellOf)),
});
const sleeps = (ms: number, count: number): Series => {
  const us = ms * 1000;
  const cell = { count, timed: count, sum: us * count, min: us, max: us, histogram: [bucketOf(us), count] };
  return series('sleep_lateness', 'trend', [cell]);
};
const ticks = (present: readonly number[]) =>
  series(
    'vus',
    'gauge',
    present.map((second) => ({ endMs: second * 1000, count: 1 })),
  );
const users = (count: number) => series('active_users', 'counter', [{ count, sum: count * 1000 }]);
const sampled = (name: string, valueOf: (second: number) => number): SampledSeries => ({
  name,
  unit: 'number',
  labels: {},
  points: seconds.map((second) => [(second + 1) * 1000, valueOf(second)]),
});

/** Only in seconds that are known. */
const sampledWhile = (name: string, isKnown: (second: number) => boolean): SampledSeries => {
  const { points, ...head } = sampled(name, () => 1);
  return { ...head, points: points.filter((_, second) => isKnown(second)) };
};

const record = (more: Partial<RunRecord> & { readonly run?: RawRun } = {}): RunRecord => {
  const { run, ...rest } = more;
  const built = buildRecord({ requests, ...run });
  return { ...built, ...rest, series: [...built.series, ...(rest.series ?? [])] };
};
const checkOf = (of: RunRecord, name: string) => {
  const verdict = judge(of, sloOf(passing));
  return { verdict, check: verdict.validity.find((one) => one.name === name) };
};

/** Each as bad as it may be, and a little worse. */
const limits: [name: string, unit: string, atLimit: Partial<RunRecord>, beyond: Partial<RunRecord>][] = [
  ['users that were there, of those meant', 'share', { series: [users(10)] }, { series: [users(9)] }],
  ["lateness of k6's sleeps (p90)", 'ms', { series: [sleeps(19, 100)] }, { series: [sleeps(22, 100)] }],
  [
    'longest stretch without a sample of k6',
    'ms',
    { series: [ticks(seconds.filter((second) => second < 20 || second > 22))] },
    { series: [ticks(seconds.filter((second) => second < 20 || second > 23))] },
  ],
  ['samples that found no place in the record', 'number', { dropped: 0 }, { dropped: 1 }],
  [
    'values too large to be recorded exactly',
    'number',
    { series: [series('size', 'trend', [{ count: 1, timed: 1, max: Number.MAX_SAFE_INTEGER }])] },
    { series: [series('size', 'trend', [{ count: 1, timed: 1, max: 2 ** 53 }])] },
  ],
  [
    'seconds in which k6 used nine tenths of its processors',
    'share',
    { sampled: [sampled('generator_cores', () => 2), sampled('generator_cpu', (second) => (second < 6 ? 1.8 : 1))] },
    { sampled: [sampled('generator_cores', () => 2), sampled('generator_cpu', (second) => (second < 7 ? 1.8 : 1))] },
  ],
  [
    'memory of k6, of what it could have',
    'share',
    { sampled: [sampled('generator_memory', () => 8e9), sampled('memory_available', () => 2e9)] },
    { sampled: [sampled('generator_memory', () => 8e9), sampled('memory_available', () => 1.9e9)] },
  ],
  [
    'lateness of the harness',
    'ms',
    { sampled: [sampled('harness_lateness', (second) => (second === 30 ? 2000 : 1))] },
    { sampled: [sampled('harness_lateness', (second) => (second === 30 ? 2001 : 1))] },
  ],
  [
    'time that the hypervisor took away',
    'share',
    { sampled: [sampled('host_steal', (second) => (second % 2) * 0.39)] },
    { sampled: [sampled('host_steal', (second) => (second % 2) * 0.41)] },
  ],
  [
    'steps of the clock',
    'ms',
    { sampled: [sampled('clock_offset', (second) => (second > 30 ? -50 : 0))] },
    { sampled: [sampled('clock_offset', (second) => (second > 30 ? -51 : 0))] },
  ],
  [
    "longest silence of k6's recorder",
    'ms',
    { sampled: [sampled('stream_silence', () => 5000)] },
    { sampled: [sampled('stream_silence', (second) => (second === 59 ? 5001 : 1000))] },
  ],
];

describe.each(limits)('%s', (name, unit, atLimit, beyond) => {
  it('holds up to its limit', () => {
    const { verdict, check } = checkOf(record(atLimit), name);
    expect(check).toMatchObject({ unit, holds: true, problem: null });
    expect(verdict.verdict).toBe('pass');
  });

  it('makes the run invalid beyond it, and says what to do', () => {
    const { verdict, check } = checkOf(record(beyond), name);
    expect(check?.holds).toBe(false);
    expect(check?.problem).toMatch(/ against at (most|least) .+; \S/);
    expect(verdict).toMatchObject({ verdict: 'invalid', exitCode: 5, objectives: [{ verdict: 'inconclusive' }] });
    expect(verdict.sentence).toBe(`Invalid: ${check?.problem ?? ''}`);
  });
});

describe("k6's own figures", () => {
  it('of its sleeps are told where there are enough of them', () => {
    const told = (count: number) =>
      checkOf(record({ series: [sleeps(10, count)] }), "lateness of k6's sleeps (p99)").check;
    expect(told(39)).toMatchObject({ observed: null, unit: 'ms', limit: null, holds: true });
    expect(told(40)?.observed).toBeCloseTo(10, 0);
  });

  it("are not taken from a script's own metrics that are called so", () => {
    const own = [
      series('vus', 'trend', [{ endMs: 5000 }]),
      series('queue', 'gauge', [{ endMs: 5000 }]),
      { ...sleeps(500, 100), type: 'gauge' as const },
    ];
    for (const name of ['longest stretch without a sample of k6', "lateness of k6's sleeps (p90)"])
      expect(checkOf(record({ series: own }), name).check?.observed).toBeNull();
  });
});

describe('samples that are missing', () => {
  const { manifest } = record();
  const meant = { ...manifest, plan: { ...manifest.plan, validity: defaultValidityLimits } };
  const all = ['harness_lateness', 'generator_goroutines'].map((name) => sampledWhile(name, () => true));
  const gaps: [what: string, series: string, known: (second: number) => boolean, observed: number][] = [
    ['that the harness did not watch', 'harness_lateness', (second) => second < 20 || second > 23, 5000],
    ['that the harness did not watch', 'harness_lateness', (second) => second < 20 || second > 24, 6000],
    ['that the harness did not watch', 'harness_lateness', () => false, 60_000],
    ['in which k6 told nothing of itself', 'generator_goroutines', (second) => second < 55, 5000],
    ['in which k6 told nothing of itself', 'generator_goroutines', (second) => second < 54, 6000],
    ['in which k6 told nothing of itself', 'generator_goroutines', (second) => second > 4, 6000],
  ];

  it.each(gaps)('for a stretch %s: %s', (what, name, isKnown, observed) => {
    const others = all.filter((one) => one.name !== name);
    const run = record({ manifest: meant, sampled: [...others, sampledWhile(name, isKnown)] });
    const { check, verdict } = checkOf(run, `longest stretch ${what}`);
    expect(check).toMatchObject({ observed, limit: 5000, holds: observed <= 5000 });
    expect(verdict.verdict).toBe(observed <= 5000 ? 'pass' : 'invalid');
    expect(verdict.sentence).toMatch(observed <= 5000 ? /^Passes/ : /^Invalid: longest stretch .*; nobody knows/);
  });

  it('are no matter of a run whose plan does not speak of them', () => {
    expect(checkOf(record(), 'longest stretch that the harness did not watch').check).toBeUndefined();
  });
});

describe('what is not known', () => {
  it('holds, and tells that it was not measured', () => {
    const { validity, verdict } = judge(record({ dropped: null }), sloOf(passing));
    expect(verdict).toBe('pass');
    expect(validity.every(({ observed, holds }) => observed === null && holds)).toBe(false);
    expect(validity.find(({ name }) => name === 'steps of the clock')).toMatchObject({ observed: null, holds: true });
  });

  it('is not concluded from a few sleeps', () => {
    const { check } = checkOf(record({ series: [sleeps(500, 39)] }), "lateness of k6's sleeps (p90)");
    expect(check).toMatchObject({ observed: null, holds: true });
  });
});

describe('lateness of the harness at the edges of faults', () => {
  const name = 'lateness of the harness at the edges of faults';
  const run = { faults: [exact('db-hang', 30_200, 40_300)] };

  it.each([
    ['the second before the fault', 28, true],
    ['the second of its edge', 30, false],
    ['the middle of it', 35, true],
    ['the second in which it was healed', 40, false],
  ])('%s', (_, late, holds) => {
    const lateness = sampled('harness_lateness', (second) => (second === late ? 600 : 1));
    expect(checkOf(record({ run, sampled: [lateness] }), name).check?.holds).toBe(holds);
  });
});

describe('users that were there', () => {
  it('are whole ones, also while their number rises', () => {
    const curve = [
      { atMs: 0, level: 0 },
      { atMs: 60_000, level: 2 },
    ];
    const rising = series('active_users', 'counter', [{ endMs: 30_000, count: 1, sum: 1000 }]);
    const { check } = checkOf(
      record({ run: { requests, load: { curve } }, series: [rising] }),
      'users that were there, of those meant',
    );
    expect(check).toMatchObject({ observed: 1, holds: true });
  });
});

describe('an open profile with too few users', () => {
  const curve = [
    { atMs: 0, level: 10 },
    { atMs: 60_000, level: 10 },
  ];
  const open = (begun: number, breakpoint: { sustainedMs: number; of: null } | null = null) =>
    record({
      run: { requests, load: { model: 'open', curve, breakpoint } },
      series: [series('start_lag', 'trend', [{ count: begun }])],
    });
  const begun = 'passes that began, of those due';

  it('is invalid when passes never began', () => {
    expect(checkOf(open(600), begun).check).toMatchObject({ observed: 1, holds: true });
    expect(checkOf(open(594), begun).check).toMatchObject({ observed: 0.99, holds: true });
    const { check, verdict } = checkOf(open(593), begun);
    expect(check?.problem).toMatch(
      /^passes that began, of those due: 98.83 % against at least 99 %; .* raise maxUsers$/,
    );
    expect(verdict).toMatchObject({ verdict: 'invalid', exitCode: 5, objectives: [{ verdict: 'inconclusive' }] });
  });

  it('still fails what fails: more load would not have made it better', () => {
    const slow = objective({ target: 10 });
    expect(judge(open(300), sloOf(slow, passing))).toMatchObject({
      verdict: 'invalid',
      exitCode: 3,
      objectives: [{ verdict: 'fail' }, { verdict: 'inconclusive' }],
    });
  });

  it('is what a rising load is meant to end in', () => {
    expect(checkOf(open(300, { sustainedMs: 10_000, of: null }), begun).check?.holds).toBe(true);
  });

  describe('whose passes all begin, and some late', () => {
    const late = 'lateness of passes (p95), away from faults';
    const lagging = (count: number, ms: number, run: RawRun = {}) => {
      const cell = (lagMs: number, samples: number) => {
        const us = lagMs * 1000;
        const ends = { startMs: 20_000, endMs: 20_000 + lagMs, min: us, max: us, sum: us * samples };
        return { ...ends, count: samples, timed: samples, histogram: [bucketOf(us), samples] };
      };
      const lags = series('start_lag', 'trend', [cell(1, 600 - count), cell(ms, count)]);
      return record({ run: { requests, load: { model: 'open', curve }, ...run }, series: [lags] });
    };

    it('is invalid: the load was lower than was meant, and then higher', () => {
      expect(checkOf(lagging(30, 3000), late).check).toMatchObject({ holds: true });
      expect(checkOf(lagging(60, 900), late).check).toMatchObject({ holds: true });
      const { check, verdict } = checkOf(lagging(60, 3000), late);
      expect(check?.problem).toMatch(/^lateness of passes .* raise maxUsers$/);
      expect(verdict).toMatchObject({ exitCode: 5, repeatable: false, objectives: [{ verdict: 'inconclusive' }] });
    });

    it('is late by what its config allows', () => {
      const run = lagging(60, 900);
      const validity = { ...defaultValidityLimits, passLatenessMs: 500 };
      const strict = { ...run, manifest: { ...run.manifest, plan: { ...run.manifest.plan, validity } } };
      expect(checkOf(strict, late).check).toMatchObject({ holds: false, limit: 500 });
    });

    it('is what a fault is meant to do', () => {
      const faults = [exact('hang', 19_000, 22_000)];
      expect(checkOf(lagging(60, 3000, { faults }), late).check).toMatchObject({ observed: null, holds: true });
    });
  });
});

describe('failed steps of a run whose generator was short of something', () => {
  const errors = objective({ metric: 'error_rate', target: 0.1 });
  const failing = (kind: string) => {
    const starved = record({ series: [sleeps(100, 100)] });
    const failed = series('step_duration', 'trend', [{ count: 400, startMs: 20_000, endMs: 20_000 }], {
      step: 'browse',
      outcome: 'failed',
      kind,
    });
    return judge({ ...starved, series: [...starved.series, failed] }, sloOf(errors));
  };

  it('are the fault of the target where it answered', () => {
    for (const kind of ['status', 'check', 'exception']) {
      const verdict = failing(kind);
      expect(verdict).toMatchObject({ verdict: 'invalid', exitCode: 3, objectives: [{ verdict: 'fail' }] });
      expect(verdict.objectives[0]?.reason).toMatch(/, without what got no answer$/);
    }
  });

  it('may be its own where nobody answered', () => {
    for (const kind of ['timeout', 'refused', 'reset', 'network'])
      expect(failing(kind)).toMatchObject({ exitCode: 5, objectives: [{ verdict: 'inconclusive' }] });
  });
});

describe('failed requests of a plain k6 script whose generator was short of something', () => {
  it.each([
    ['1050', 5],
    ['1212', 5],
    ['1404', 3],
    ['1503', 3],
  ])('with error code %s', (code, exitCode) => {
    const starved = record({ run: { requests, plain: true }, series: [sleeps(100, 100)] });
    const failed: Series = {
      ...series('http', 'http', [{ count: 400, startMs: 20_000, endMs: 20_000 }], { error_code: code }),
      failed: true,
    };
    const errors = objective({ metric: 'error_rate', target: 0.1 });
    expect(judge({ ...starved, series: [...starved.series, failed] }, sloOf(errors)).exitCode).toBe(exitCode);
  });
});

describe('an invalid run', () => {
  const starved = [sleeps(100, 100)];

  it('may be repeated where only the measurement is to blame', () => {
    expect(judge(record({ series: starved }), sloOf(passing))).toMatchObject({ exitCode: 5, repeatable: true });
  });

  it('may not where something died as well, which may have been the target', () => {
    const died = { requests, ending: { problems: ['api ended with 1'] } };
    for (const all of [[], starved])
      expect(judge(record({ run: died, series: all }), sloOf(passing))).toMatchObject({
        exitCode: 5,
        repeatable: false,
      });
  });
});

describe('a plain k6 script with arrivals', () => {
  const count = (metric: string, value: number) => series(metric, 'counter', [{ count: value, sum: value * 1000 }]);
  const script = { thresholds: [], leastMs: 60_000, teardownMs: 0, notes: [] };
  const of = (...counters: Series[]) => {
    const plain = record({ run: { requests, plain: true, load: { model: 'open' } }, series: counters });
    return { ...plain, manifest: { ...plain.manifest, plan: { ...plain.manifest.plan, script } } };
  };
  const begun = 'passes that began, of those due';

  it('is invalid where k6 dropped iterations', () => {
    expect(checkOf(of(count('iterations', 600)), begun).check).toMatchObject({ observed: 1, holds: true });
    const { check, verdict } = checkOf(of(count('iterations', 588), count('dropped_iterations', 12)), begun);
    expect(check).toMatchObject({ observed: 0.98, holds: false });
    expect(verdict.exitCode).toBe(5);
  });
});
