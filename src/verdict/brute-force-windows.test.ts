import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SampledSeries } from '../model/record.ts';
import type { PlannedProbe, Signal } from '../model/signal.ts';
import type { Objective, Stat } from '../model/slo.ts';
import type { ObjectiveResult } from '../model/verdict.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly, seeded } from './testing/record-builder.ts';
import { type RawRequest } from './testing/series-builder.ts';
import { objective } from './testing/slo-builder.ts';
import { theilSen } from './theil-sen.ts';

// Windows, budgets and growth are judged from cells, and from requests and samples one by one; the two must agree.

const seconds = 60;
const seeds = Array.from({ length: 8 }, (_, i) => i + 1);
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** 80 requests a second; in some spells many fail and many are far beyond 100 ms. */
function requestsOf(random: () => number): RawRequest[] {
  const spells = range(6).map(() => ({ at: random() * seconds * 1000, for: random() * 7000, share: random() }));
  return range(80 * seconds).map((): RawRequest => {
    const startMs = Math.floor(random() * seconds * 1000);
    const spell = spells.find(({ at, for: forMs }) => startMs >= at && startMs < at + forMs);
    const isBad = spell !== undefined && random() < spell.share;
    return { startMs, tookMs: isBad && random() < 0.5 ? 300 : 10 + random() * 30, failed: isBad && random() < 0.7 };
  });
}

describe.each(seeds)('random spells %d', (seed) => {
  const random = seeded(seed * 31);
  const requests = requestsOf(random);
  const evidence = gatherEvidence(buildRecord({ requests }));
  const ask = (more: Partial<Objective>): ObjectiveResult => judgeObjective(objective(more), evidence);
  const within = (from: number, to: number) =>
    requests.filter(({ startMs }) => startMs >= from * 1000 && startMs < to * 1000);
  const errors = (from: number, to: number): number => {
    const mine = within(from, to);
    return mine.filter(({ failed }) => failed).length / mine.length;
  };
  const isSlow = (from: number, to: number): boolean => {
    const times = within(from, to).flatMap(({ failed, tookMs }) => (failed === true ? [] : [tookMs!]));
    return times.filter((time) => time > 100).length > times.length - Math.ceil(0.9 * times.length);
  };
  const errorRate = { metric: 'error_rate', stat: null, target: 0.1 } as const;
  const p90 = { stat: 'p90', target: 100 } as const;

  test.each(range(6).map((length) => length + 1))('sustained for %d s: every stretch of that length', (length) => {
    const window = { kind: 'sustained', lengthMs: length * 1000 } as const;
    const rates = range(seconds).map((second) => errors(second, second + 1));
    const stretches = range(seconds - length + 1).map((from) => rates.slice(from, from + length));
    const kept = Math.max(...stretches.map((stretch) => Math.min(...stretch)));
    const result = ask({ ...errorRate, window });
    // Buckets are a quarter of the window at the most, and at least a second.
    expect(result).toMatchObject({ verdict: kept > 0.1 ? 'fail' : 'pass', observed: kept });
    expect(result.breaches?.totalMs).toBe(rates.filter((rate) => rate > 0.1).length * 1000);
    const slow = stretches.map((_, from) => range(length).every((at) => isSlow(from + at, from + at + 1)));
    expect(ask({ ...p90, window }).verdict).toBe(slow.includes(true) ? 'fail' : 'pass');
  });

  test.each([
    [5, 0],
    [10, 0.2],
    [20, 0.5],
    [30, 0.1],
  ])('in windows of %d s, of which %d may miss it: every window', (length, allowed) => {
    const window = { kind: 'rolling', lengthMs: length * 1000, allowed } as const;
    const starts = range(seconds - length + 1);
    const rates = starts.map((from) => errors(from, from + length)).sort((a, b) => b - a);
    const most = Math.floor(allowed * rates.length + 1e-9);
    const isMissed = rates.filter((rate) => rate > 0.1).length > most;
    expect(ask({ ...errorRate, window })).toMatchObject({ verdict: isMissed ? 'fail' : 'pass', observed: rates[most] });
    const slow = starts.filter((from) => isSlow(from, from + length)).length;
    expect(ask({ ...p90, window }).verdict).toBe(slow > most ? 'fail' : 'pass');
  });

  test.each([6, 12, 24])(
    'a budget over %d s: every such stretch and its last twelfth, by when requests ended',
    (long) => {
      const short = Math.max(1, Math.round(long / 12));
      const endedIn = (from: number, to: number) =>
        requests.filter(({ startMs, tookMs }) => {
          const endMs = startMs + tookMs!;
          return endMs >= from * 1000 && endMs < to * 1000;
        });
      const rate = (from: number, to: number) => {
        const mine = endedIn(from, to);
        return mine.filter(({ failed }) => failed).length / mine.length / 0.1;
      };
      const burns = range(seconds - long + 1).map((from) => {
        const end = from + long;
        return Math.min(rate(from, end), rate(end - short, end));
      });
      const worst = Math.max(...burns);
      const limit = worst * (random() < 0.5 ? 0.9 : 1.1);
      const { budget, verdict, observed } = ask({
        ...errorRate,
        budget: { burn: limit, windowMs: long * 1000, abort: false },
      });
      const spent = requests.filter(({ failed }) => failed).length / requests.length / 0.1;
      expect(budget?.burn).toBeCloseTo(worst, 9);
      expect(budget?.atMs).toBe((burns.findIndex((burn) => Math.abs(burn - worst) < 1e-9) + long) * 1000);
      expect(budget?.spent).toBeCloseTo(spent, 9);
      expect(verdict).toBe(worst >= limit || observed! > 0.1 ? 'fail' : 'pass');
    },
  );
});

const signal: Signal = { kind: 'level', unit: 'number', atMost: true, labels: ['service'] };

/** A run in which a service told a value a second. */
function judged(values: readonly number[], asked: Partial<Objective>): ObjectiveResult {
  const probe: PlannedProbe = {
    metric: 'load',
    service: 'api',
    signal,
    ask: { kind: 'prometheus', path: '/metrics' },
    take: { field: 'load', of: [], where: {}, by: [], is: null, factor: 1 },
  };
  const series: SampledSeries = {
    name: 'load',
    unit: 'number',
    labels: { service: 'api' },
    points: values.map((value, second) => [(second + 1) * 1000, value]),
  };
  const durationMs = values.length * 1000;
  const record = buildRecord({ durationMs, requests: evenly(values.length, 0, durationMs) });
  const { plan } = record.manifest;
  const manifest = { ...record.manifest, plan: { ...plan, target: { ...plan.target, probes: [probe] } } };
  return judgeObjective(
    objective({ metric: 'load', signal, target: 50, ...asked }),
    gatherEvidence({ ...record, manifest, sampled: [series] }),
  );
}

const levels = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 20, maxLength: 60 });

describe('what is sampled', () => {
  test('has the statistics of its samples', () => {
    fc.assert(
      fc.property(levels, fc.integer({ min: 1, max: 95 }), (values, percent) => {
        const sorted = [...values].sort((a, b) => a - b);
        const observed = (stat: Stat) => judged(values, { stat, minSamples: 1 }).observed;
        expect(observed(`p${percent}`)).toBe(sorted.find((_, i) => (i + 1) / sorted.length >= percent / 100 - 1e-9));
        expect([observed('max'), observed('min'), observed('last')]).toEqual([sorted.at(-1), sorted[0], values.at(-1)]);
        expect(observed('mean')).toBeCloseTo(values.reduce((sum, value) => sum + value) / values.length, 9);
      }),
      { numRuns: 50 },
    );
  });

  test('misses a sustained limit by every sample of some stretch', () => {
    fc.assert(
      fc.property(levels, fc.integer({ min: 1, max: 8 }), (values, length) => {
        const stretches = values.slice(length - 1).map((_, from) => values.slice(from, from + length));
        const isMissed = stretches.some((stretch) => stretch.every((value) => value > 50));
        const window = { kind: 'sustained', lengthMs: length * 1000 } as const;
        const result = judged(values, { stat: 'max', window });
        expect(result.verdict).toBe(isMissed ? 'fail' : 'pass');
        expect(result.observed).toBe(Math.max(...stretches.map((stretch) => Math.min(...stretch))));
      }),
      { numRuns: 50 },
    );
  });

  test('misses a rolling limit by the worst of all stretches', () => {
    fc.assert(
      fc.property(levels, fc.integer({ min: 2, max: 15 }), (values, length) => {
        const means = values
          .slice(length - 1)
          .map((_, from) => values.slice(from, from + length).reduce((sum, value) => sum + value) / length);
        const window = { kind: 'rolling', lengthMs: length * 1000, allowed: 0 } as const;
        expect(judged(values, { stat: 'mean', window }).observed).toBeCloseTo(Math.max(...means), 9);
      }),
      { numRuns: 50 },
    );
  });

  test('grows by the slope of the means of stretches', () => {
    const walks = fc.array(fc.integer({ min: -5, max: 6 }), { minLength: 60, maxLength: 360 });
    fc.assert(
      fc.property(walks, (steps) => {
        let value = 1000;
        const values = steps.map((step) => (value += step));
        const parts = Math.min(60, Math.floor(values.length / 5));
        const means = range(parts).map((part) => {
          const mine = values.filter(
            (_, i) => Math.min(parts - 1, Math.floor(((i + 1) / values.length) * parts)) === part,
          );
          return mine.reduce((sum, one) => sum + one, 0) / mine.length;
        });
        const hours = values.length / parts / 3600;
        const slope = theilSen(means.map((mean, part) => [part * hours, mean]));
        const { observed, observedLow } = judged(values, { stat: 'slope' });
        expect(observed).toBeCloseTo(slope!.value, 6);
        if (Number.isFinite(slope!.low)) expect(observedLow).toBeCloseTo(slope!.low, 6);
      }),
      { numRuns: 30 },
    );
  });
});
