import { describe, expect, test } from 'vitest';
import type { Series } from '../model/record.ts';
import type { Objective } from '../model/slo.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly, exact, seeded, type RawRun } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';
import { seriesOf, type RawRequest } from './testing/series-builder.ts';
import { bucketSamplesOf } from './window.ts';

const judged = (asked: Partial<Objective>, run: RawRun) =>
  judgeObjective(objective(asked), gatherEvidence(buildRecord(run)));
const sustained = (lengthMs: number) => ({ window: { kind: 'sustained', lengthMs } }) as const;
const rolling = (lengthMs: number, allowed = 0) => ({ window: { kind: 'rolling', lengthMs, allowed } }) as const;

/** 50 requests a second; those that start in a spell are slow. The limit is 100 ms. */
const withSpells = (...spells: readonly (readonly [number, number])[]): RawRequest[] =>
  evenly(3000, 0, 60_000).map((request) => ({
    ...request,
    tookMs: spells.some(([from, to]) => request.startMs >= from && request.startMs < to) ? 300 : 50,
  }));

describe('a sustained limit', () => {
  test.each([
    ['is missed all through 5 s', [[10_000, 15_000]], 'fail', [10_000, 5000, 5000]],
    ['bears less', [[10_000, 14_900]], 'pass', [10_000, 5000, 5000]],
    [
      'bears many short spells',
      [
        [10_000, 14_000],
        [20_000, 24_000],
      ],
      'pass',
      [10_000, 4000, 8000],
    ],
  ] as const)('%s', (_, spells, verdict, [firstMs, longestMs, totalMs]) => {
    const result = judged(sustained(longestMs === 5000 && verdict === 'pass' ? 6000 : 5000), {
      requests: withSpells(...spells),
    });
    expect(result).toMatchObject({ verdict, breaches: { firstMs, longestMs, totalMs } });
  });

  test('says what was kept up, and when', () => {
    const result = judged(sustained(5000), { requests: withSpells([10_000, 18_000], [30_000, 31_000]) });
    expect(result.observed).toBeCloseTo(300, -1);
    expect(result.reason).toBe(
      'p95 of response_time 300 ms against at most 100 ms all through 5 s; first missed at 10 s, for 8 s at a stretch, 9 s in all; 3000 samples',
    );
  });

  test('does not go on across a fault', () => {
    const run = {
      requests: withSpells([16_000, 20_000], [24_000, 28_000]),
      faults: [exact('f', 20_000, 24_000)],
      recoveryMs: 0,
    };
    expect(judged({ ...sustained(5000), during: ['steady'] }, run).verdict).toBe('pass');
    expect(judged({ ...sustained(4000), during: ['steady'] }, run).verdict).toBe('fail');
    expect(judged({ ...sustained(8000), during: ['steady', 'fault:f'] }, run).verdict).toBe('pass');
    const during = { ...run, requests: withSpells([20_000, 24_000]) };
    expect(judged({ ...sustained(1000), during: ['steady'] }, during).verdict).toBe('pass');
  });

  test('counts a hang at the edge of its fault, where it was sent before', () => {
    const hangs = evenly(300, 18_900, 19_990, { tookMs: 4000 });
    const run = {
      requests: [...evenly(1800, 0, 18_000), ...hangs, ...evenly(1000, 20_000, 30_000)],
      faults: [exact('f', 20_000, 30_000, { acknowledgedMs: 22_000, feltMs: 22_000 })],
    };
    const at = judged({ ...sustained(1000), stat: 'max', during: ['edge:f', 'fault:f'] }, run);
    expect(at).toMatchObject({ verdict: 'fail', breaches: { firstMs: 20_000, longestMs: 1000 } });
    const two = { ...run, faults: [exact('e', 5000, 8000), ...run.faults] };
    const after = judged({ ...sustained(1000), stat: 'max', during: ['fault:*', 'edge:f'] }, two);
    expect(after).toMatchObject({ verdict: 'fail', breaches: { firstMs: 20_000, totalMs: 1000 } });
  });

  test('of a rate counts what crosses into a fault where it was sent', () => {
    const crossing = evenly(100, 18_000, 20_000, { tookMs: 4000 });
    const requests = [...evenly(900, 0, 18_000), ...crossing, ...evenly(1000, 20_000, 30_000)];
    const throughput = {
      metric: 'throughput',
      stat: null,
      target: 50,
      during: ['steady'],
      ...sustained(1000),
    } as const;
    const run = { requests, faults: [exact('f', 20_000, 30_000)], ending: { loadMs: 20_000 } };
    expect(judged(throughput, run)).toMatchObject({ verdict: 'pass', observed: 50, samples: 1000 });
  });

  test('is unknown where too little is known, and where nothing lasts for so long', () => {
    const few = judged(sustained(20_000), { requests: evenly(30, 0, 60_000) });
    expect(few.verdict).toBe('inconclusive');
    expect(few.reason).toContain('12 of 12 stretches had fewer than the 20 samples needed');
    const rest = judged(sustained(20_000), { requests: evenly(30, 0, 63_000), durationMs: 63_000 });
    expect(rest.reason, 'what is left over belongs to the last').toContain('12 of 12 stretches');
    const short = judged(sustained(20_000), { requests: evenly(10, 0, 3000), durationMs: 3000 });
    expect(short.reason).toContain('1 of 1 stretches');
    const long = judged(sustained(90_000), { requests: withSpells() });
    expect(long).toMatchObject({ verdict: 'inconclusive', observed: null });
    expect(long.reason).toContain('no stretch of 90 s is known');
  });

  test('of a count: a second without any is none', () => {
    const requests = evenly(3000, 0, 60_000).filter(({ startMs }) => startMs < 20_000 || startMs >= 25_000);
    const throughput = { metric: 'throughput', stat: null, target: 25 } as const;
    expect(judged({ ...throughput, ...sustained(5000) }, { requests })).toMatchObject({ verdict: 'fail', observed: 0 });
    expect(judged({ ...throughput, ...sustained(6000) }, { requests }).verdict).toBe('pass');
  });

  test('warns between its limits', () => {
    const asked = { ...sustained(5000), critical: 400 };
    expect(judged(asked, { requests: withSpells([10_000, 15_000]) }).verdict).toBe('warn');
    expect(judged({ ...asked, critical: 200 }, { requests: withSpells([10_000, 15_000]) }).verdict).toBe('fail');
  });
});

describe('a rolling limit', () => {
  const evidence = gatherEvidence(buildRecord({ requests: withSpells([20_000, 22_000]) }));
  const ask = (asked: Partial<Objective>) => judgeObjective(objective(asked), evidence);

  test('is that of the worst window, or of the worst but those that are allowed', () => {
    // A p95 over 10 s is missed with 0.5 s of slow ones: by windows from 11 s to 21 s.
    expect(ask(rolling(10_000))).toMatchObject({ verdict: 'fail', breaches: { firstMs: 11_000 } });
    expect(ask(rolling(10_000, 0.2)).verdict).toBe('fail');
    expect(ask(rolling(10_000, 0.22)).verdict).toBe('pass');
    expect(ask(rolling(30_000)).verdict).toBe('fail');
    expect(ask(rolling(50_000)).verdict).toBe('pass');
  });

  test('says how many windows missed it', () => {
    expect(ask(rolling(10_000)).reason).toContain('in windows of 10 s; 11 of 51 windows missed it;');
  });
});

describe.each([1, 2, 3])('random run %d', (seed) => {
  const random = seeded(seed * 13);
  const spells = Array.from({ length: 8 }, () => ({ at: random() * 60_000, for: random() * 6000 }));
  const requests = Array.from({ length: 6000 }, (): RawRequest => {
    const startMs = Math.floor(random() * 60_000_000) / 1000;
    const isBad = spells.some((spell) => startMs >= spell.at && startMs < spell.at + spell.for);
    return { startMs, tookMs: isBad && random() < 0.5 ? 150 + random() * 50 : 10 + random() * 70 };
  });
  const evidence = gatherEvidence(buildRecord({ requests }));
  const ask = (asked: Partial<Objective>) => judgeObjective(objective(asked), evidence);
  const p95 = (fromMs: number, toMs: number): number => {
    const times = requests
      .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
      .map(({ tookMs }) => tookMs!)
      .sort((a, b) => a - b);
    return times[Math.ceil(0.95 * times.length) - 1]!;
  };

  test('a sustained limit is missed as one finds by trying every stretch', () => {
    const seconds = Array.from({ length: 60 }, (_, i) => p95(i * 1000, (i + 1) * 1000));
    for (const length of [4, 5, 6, 8, 12]) {
      const stretches = seconds.slice(length - 1).map((_, from) => Math.min(...seconds.slice(from, from + length)));
      const kept = Math.max(...stretches);
      const result = ask(sustained(length * 1000));
      expect([length, result.verdict]).toEqual([length, kept > 100 ? 'fail' : 'pass']);
      expect(result.observedLow).toBeLessThanOrEqual(kept);
      expect(result.observedHigh).toBeGreaterThanOrEqual(kept);
      expect(result.breaches?.totalMs).toBe(seconds.filter((one) => one > 100).length * 1000);
      expect(result.breaches?.firstMs).toBe(seconds.findIndex((one) => one > 100) * 1000);
    }
  });

  test('rolling windows are missed as one finds by trying each', () => {
    for (const length of [5, 10, 30]) {
      const windows = Array.from({ length: 61 - length }, (_, i) => p95(i * 1000, (i + length) * 1000));
      const bad = windows.filter((one) => one > 100).length;
      for (const allowed of [0, 0.1, 0.5, 0.9]) {
        const result = ask(rolling(length * 1000, allowed));
        expect([length, allowed, result.verdict]).toEqual([
          length,
          allowed,
          bad > allowed * windows.length ? 'fail' : 'pass',
        ]);
      }
    }
  });
});

describe('a limit on phases as a whole', () => {
  test('was first missed in the first second that does so by itself', () => {
    const run = { requests: withSpells([20_400, 40_000]) };
    expect(judged({}, run)).toMatchObject({ verdict: 'fail', firstMissMs: 20_000, breaches: null });
    expect(judged({}, { requests: withSpells([20_400, 20_500]) })).toMatchObject({
      verdict: 'pass',
      firstMissMs: null,
    });
    const silent = withSpells().filter(({ startMs }) => startMs < 20_000 || startMs >= 25_000);
    const throughput = judged({ metric: 'throughput', stat: null, target: 48 }, { requests: silent });
    expect(throughput).toMatchObject({ verdict: 'fail', firstMissMs: 20_000 });
  });
});

test.each([
  [rolling(10_000), null, 59],
  [rolling(10_000), 7, 7],
  [sustained(10_000), null, 20],
  [sustained(10_000), 7, 7],
])('a bucket of %j with minSamples %s needs %d', ({ window }, minSamples, needed) => {
  expect(bucketSamplesOf(objective({ minSamples }), window)).toBe(needed);
});

test('windows without any of what is counted hold none of it, unless the run never told it at all', () => {
  const own = { kind: 'counter', unit: 'number' } as const;
  const asked = { metric: 'retries', own, target: 5, ...rolling(10_000) };
  const run = (series: readonly Series[]) => ({ requests: withSpells(), metrics: { retries: own }, series });
  expect(judged(asked, run([])).verdict).toBe('inconclusive');
  expect(judged(asked, run([seriesOf('retries', 'counter', [1])])).verdict).toBe('pass');
});
