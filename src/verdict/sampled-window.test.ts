import { describe, expect, it, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import type { Look } from './sampled-tracks.ts';
import { sampledWindows } from './sampled-window.ts';
import { objective } from './testing/slo-builder.ts';

const signal: Signal = { kind: 'level', unit: 'number', atMost: true, labels: ['service'] };
const mean = { ...objective({ metric: 'load', stat: 'mean' }), signal };

/** One look a second from 10 s on; null = none. */
const looksOf = (values: readonly (number | null)[]): Look[] =>
  values.flatMap((value, i) => {
    const span = { fromMs: 10_000 + i * 1000, toMs: 11_000 + i * 1000 };
    return value === null ? [] : [{ ...span, value, whole: 0, buckets: [] }];
  });
const span = (fromS: number, toS: number) => ({ fromMs: fromS * 1000, toMs: toS * 1000 });

describe('rolling windows of samples', () => {
  const rolled = (
    values: readonly (number | null)[],
    spans = [span(10, 10 + values.length)],
    lengthMs = 3000,
    allowed = 0,
  ) => sampledWindows(mean, { kind: 'rolling', lengthMs, allowed }, [], looksOf(values), spans, 1000);

  it('begin with each sample, as many as are long enough, each with its own mean', () => {
    expect(rolled([1, 1, 4, 4, 1, 1])(3)).toMatchObject({
      ...{ holding: 'holds', count: 4, bad: 0, unknown: 0 },
      value: { value: 3 },
    });
    expect(rolled([1, 1, 4, 4, 1, 1])(2.9)).toMatchObject({
      ...{ holding: 'missed', count: 4, bad: 2, unknown: 0 },
      breaches: { firstMs: 11_000 },
    });
    expect(rolled([1, 1, 4, 4, 1, 1], undefined, 3000, 0.5)(2.9)).toMatchObject({ holding: 'holds', bad: 2 });
    expect(rolled([1, 1])(3)).toMatchObject({ holding: 'unknown', count: 0, value: null });
    expect(rolled([5], undefined, 1000)(3)).toMatchObject({ holding: 'missed', count: 1 });
  });

  it('do not reach from one phase into another', () => {
    const phases = [span(10, 14), span(14, 20)];
    expect(rolled([1, 1, 1, 1, 9, 9, 9, 1, 1, 1], phases)(5)).toMatchObject({ count: 2 + 4, bad: 2 });
    expect(rolled([9, 9, 1, 1, 1, 9, 9], [span(12, 15)])(5)).toMatchObject({ holding: 'holds', count: 1 });
    expect(rolled([9, 9], [span(12, 15)])(5)).toMatchObject({ holding: 'unknown', bad: 0 });
  });

  test.each([
    ['a tenth', [1, 1, 1, 1, 1, null, 1, 1, 1, 1], 0, 'holds'],
    ['a fifth', [1, 1, 1, 1, null, null, 1, 1, 1, 1], 0, 'holds'],
    ['three tenths', [1, 1, 1, 1, null, null, null, 1, 1, 1], 1, 'unknown'],
    ['the beginning', [null, null, null, 1, 1, 1, 1, 1, 1, 1], 1, 'unknown'],
    ['the end', [1, 1, 1, 1, 1, 1, 1, null, null, null], 1, 'unknown'],
  ] as const)('are known where at most a fifth of them is not: %s', (_what, values, unknown, holding) => {
    expect(rolled(values, undefined, 10_000)(5)).toMatchObject({ count: 1, unknown, holding });
  });
});

describe('a sustained window of samples', () => {
  const sustained = (values: readonly (number | null)[], spans = [span(10, 10 + values.length)]) =>
    sampledWindows(mean, { kind: 'sustained', lengthMs: 3000 }, [], looksOf(values), spans, 1000)(5);

  it('is made of them one by one, and of the gaps between them', () => {
    expect(sustained([1, 9, 9, 1, 9, 1])).toMatchObject({ holding: 'holds', count: 6, bad: 3, unknown: 0 });
    expect(sustained([1, 9, 9, 9, 1])).toMatchObject({ holding: 'missed', breaches: { firstMs: 11_000 } });
    // A single sample that is missing is no gap.
    expect(sustained([1, 9, null, 9, 1])).toMatchObject({ count: 4, unknown: 0, holding: 'holds' });
    expect(sustained([1, 9, null, null, 9, 1])).toMatchObject({ count: 5, unknown: 1, holding: 'unknown' });
  });

  it('ends with the phase', () => {
    expect(sustained([9, 9, 9, 9, 9], [span(10, 12), span(13, 15)])).toMatchObject({ bad: 4, holding: 'unknown' });
  });
});
