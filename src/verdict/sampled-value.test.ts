import { describe, expect, test } from 'vitest';
import type { Signal, SignalKind } from '../model/signal.ts';
import type { Objective } from '../model/slo.ts';
import { compare, provesMissed, samplesNeeded, statisticOf, type SampledObjective } from './sampled-value.ts';
import type { Look } from './sampled-tracks.ts';
import { objective } from './testing/slo-builder.ts';

type Asked = Omit<Partial<Objective>, 'signal'> & { readonly signal?: Partial<Signal> };
const asks = (kind: SignalKind, { signal, ...more }: Asked = {}): SampledObjective => ({
  ...objective({ metric: 'load', stat: null, ...more }),
  signal: { kind, unit: 'number', atMost: true, labels: ['service'], ...signal },
});
/** A look a second from `fromMs` on. */
const looksOf = (values: readonly number[], fromMs = 0): Look[] =>
  values.map((value, i) => ({
    ...{ fromMs: fromMs + i * 1000, toMs: fromMs + i * 1000 + 1000 },
    ...{ value, whole: 0, buckets: [] },
  }));

describe('how many samples are needed', () => {
  test.each<[string, SampledObjective, number]>([
    ['a level', asks('level', { stat: 'max' }), 3],
    ['a percentile of a level', asks('level', { stat: 'p95' }), 20],
    ['a slope', asks('level', { stat: 'slope' }), 30],
    ['a count', asks('count', { stat: 'rate' }), 3],
    // As many as of the load's own shares and times.
    ['a ratio', asks('ratio', { target: 0.01 }), 299],
    ['a histogram', asks('histogram', { stat: 'p95' }), 59],
    ['what says so itself', asks('ratio', { minSamples: 7 }), 7],
  ])('for %s', (_, asked, expected) => {
    expect(samplesNeeded(asked)).toBe(expected);
  });
});

describe('a percentile of a level', () => {
  test('is the sample of its rank, also where the rank is hard to reckon', () => {
    const hundred = looksOf(Array.from({ length: 100 }, (_, i) => i + 1));
    // 0.07 of 100 is 7.000000000000001.
    for (const percent of [1, 7, 29, 57, 58, 95, 99]) {
      expect(statisticOf(asks('level', { stat: `p${percent}` }), [], hundred)?.value).toBe(percent);
    }
  });
});

describe('a slope', () => {
  const slope = (looks: readonly Look[]) => statisticOf(asks('level', { stat: 'slope' }), [], looks);
  const rising = (count: number) => Array.from({ length: count }, (_, second) => second);

  test('is the growth an hour, whenever the time began', () => {
    for (const fromMs of [0, 7_200_000]) expect(slope(looksOf(rising(600), fromMs))?.value).toBeCloseTo(3600, 6);
  });

  test('needs ten means of five seconds each', () => {
    expect(slope(looksOf(rising(50)))?.value).toBeCloseTo(3600, 6);
    expect(slope(looksOf(rising(49)))).toBeNull();
    expect(slope(looksOf(rising(49), 3_600_000))).toBeNull();
  });

  test('needs them to hold samples', () => {
    // A minute has 12 stretches of five seconds; the last of them has a sample, too.
    const without = (fromMs: number) =>
      slope(looksOf(rising(60)).filter(({ toMs }) => toMs < fromMs || toMs === 60_000));
    expect(without(45_000)?.value).toBeCloseTo(3600, -2);
    expect(without(44_000)).not.toBeNull();
    expect(without(40_000)).toBeNull();
  });
});

describe('a value against a limit', () => {
  const [low, high] = [4, 6];
  test.each<[string, Asked, number, string]>([
    ['of an interval the worse side decides', { stat: 'p95' }, 5, 'missed'],
    ['of an interval the worse side decides from below', { stat: 'p95', atMost: false }, 5, 'missed'],
    ['a slope holds when all of it does', { stat: 'slope' }, 6, 'holds'],
    ['a slope may hold', { stat: 'slope' }, 5, 'unknown'],
    ['a slope may just hold', { stat: 'slope' }, 4, 'unknown'],
    ['a slope is missed when all of it misses', { stat: 'slope' }, 3.9, 'missed'],
    ['a slope may hold from below', { stat: 'slope', atMost: false }, 5, 'unknown'],
    ['a slope may just hold from below', { stat: 'slope', atMost: false }, 6, 'unknown'],
    ['a slope is missed from below when all of it misses', { stat: 'slope', atMost: false }, 6.1, 'missed'],
  ])('%s', (_, more, limit, expected) => {
    expect(compare(asks('level', more), { value: 5, low, high }, limit)).toBe(expected);
  });
});

describe('few looks of many', () => {
  const scope = { lengthMs: 60_000, looks: 60 };
  const proves = (asked: SampledObjective, values: readonly number[], limit: number) =>
    provesMissed(asked, looksOf(values), limit, scope);
  const perMinute = { signal: { perMinute: true } } as const;

  test.each<[string, SampledObjective, readonly number[], number, boolean]>([
    ['a level at the most is not beyond it', asks('level', { stat: 'max' }), [5], 5, false],
    ['nor one at the least', asks('level', { stat: 'min', atMost: false }), [5], 5, false],
    ['as many high ones as a percentile allows', asks('level', { stat: 'p90' }), [9, 9, 9, 9, 9, 9], 5, false],
    ['one more', asks('level', { stat: 'p90' }), [9, 9, 9, 9, 9, 9, 9], 5, true],
    ['a slope', asks('level', { stat: 'slope' }), [9, 99, 999], 5, false],
    ['the last one', asks('level', { stat: 'last' }), [9], 5, false],
    ['as many truths as are allowed', asks('truth'), [1, 1, 1, 1, 1, 1], 0.1, false],
    ['one truth more', asks('truth'), [1, 1, 1, 1, 1, 1, 1], 0.1, true],
    ['a count of as many as may be', asks('count', { stat: 'count' }), [3, 3], 6, false],
    ['a count of more', asks('count', { stat: 'count' }), [3, 4], 6, true],
    ['a rate of as many as may be', asks('count', { stat: 'rate' }), [30, 30], 1, false],
    ['a rate of more', asks('count', { stat: 'rate' }), [30, 31], 1, true],
    ['a rate a minute of as many as may be', asks('count', perMinute), [30, 30], 60, false],
    ['a rate a minute of more', asks('count', perMinute), [30, 31], 60, true],
    ['a ratio', asks('ratio'), [9, 9], 0.1, false],
    ['a histogram', asks('histogram', { stat: 'p50' }), [9, 9], 0.1, false],
    ['the maximum of what is no level', asks('histogram', { stat: 'max' }), [9, 9], 0.1, false],
    ['nothing', asks('count', { stat: 'count' }), [], 0, false],
  ])('prove a limit missed: %s', (_, asked, values, limit, expected) => {
    expect(proves(asked, values, limit)).toBe(expected);
  });
});
