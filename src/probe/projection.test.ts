import { describe, expect, it } from 'vitest';
import type { PlannedProbe, SignalKind, Take } from '../model/signal.ts';
import { Projection } from './projection.ts';
import type { Reading } from './source.ts';

function projection(kind: SignalKind, take: Partial<Take>): Projection {
  const probe: PlannedProbe = {
    metric: 'm',
    service: 'api',
    signal: { kind, unit: 'number', atMost: true, labels: ['service'] },
    ask: { kind: 'redis' },
    take: { field: 'a', of: [], where: {}, by: [], is: null, factor: 1, ...take },
  };
  return new Projection(probe);
}

const reading = (field: string, value: number, labels: Record<string, string> = {}): Reading => ({
  field,
  value,
  labels,
});
const values = (points: readonly { readonly value: number }[]) => points.map(({ value }) => value);

describe('what a probe takes of an answer', () => {
  it('is the sum of what its labels leave, in the unit that was asked for', () => {
    const all = [reading('a', 1, { db: 'x', user: 'u' }), reading('a', 2, { db: 'x' }), reading('a', 4, { db: 'y' })];
    expect(values(projection('level', { factor: 1000 }).points({ readings: all }))).toEqual([7000]);
    expect(values(projection('level', { where: { db: 'x' } }).points({ readings: all }))).toEqual([3]);
    expect(projection('level', { by: ['db'] }).points({ readings: all })).toEqual([
      { labels: { db: 'x' }, value: 3, isNew: false },
      { labels: { db: 'y' }, value: 4, isNew: false },
    ]);
  });

  it('is a share of the sum of others, and nothing where one of them is missing or all are 0', () => {
    const share = projection('level', { of: ['b', 'c'] });
    expect(values(share.points({ readings: [reading('a', 3), reading('b', 4), reading('c', 2)] }))).toEqual([0.5]);
    expect(share.points({ readings: [reading('a', 3), reading('b', 4)] })).toEqual([]);
    expect(share.points({ readings: [reading('a', 0), reading('b', 0), reading('c', 0)] })).toEqual([]);
    expect(share.points({ readings: [reading('b', 4), reading('c', 2)] })).toEqual([]);
  });

  it('is whether a level has a value', () => {
    const open = projection('truth', { is: 1 });
    expect([0, 1, 2].flatMap((value) => values(open.points({ readings: [reading('a', value)] })))).toEqual([0, 1, 0]);
  });

  it('is how much a count has grown since the first answer, also over a restart', () => {
    const count = projection('count', {});
    const seen = [100, 103, 103, 2, 5].flatMap((value) => values(count.points({ readings: [reading('a', value)] })));
    expect(seen).toEqual([0, 3, 3, 5, 8]);
  });

  it('passes over what is no number, and counts on', () => {
    const count = projection('count', {});
    const seen = [7, NaN, 9].map((value) => values(count.points({ readings: [reading('a', value)] })));
    expect(seen).toEqual([[0], [], [2]]);
  });

  it('does not take a counter for 0 by a label that none of its samples has', () => {
    const counters = new Set(['a']);
    const readings = [reading('a', 2, { outcome: 'ok' })];
    expect(values(projection('count', { where: { outcome: 'timeout' } }).points({ readings, counters }))).toEqual([0]);
    expect(projection('count', { where: { outcom: 'timeout' } }).points({ readings, counters })).toEqual([]);
  });

  it('takes a counter that is declared and has no sample for 0', () => {
    const count = projection('count', { where: { outcome: 'timeout' } });
    const counters = new Set(['a']);
    expect(values(count.points({ readings: [], counters }))).toEqual([0]);
    expect(values(count.points({ readings: [reading('a', 2, { outcome: 'timeout' })], counters }))).toEqual([2]);
    expect(projection('level', { field: 'b' }).points({ readings: [], counters })).toEqual([]);
  });

  it('counts all of a series that comes up later, and says that it was 0 before', () => {
    const count = projection('count', { by: ['code'] });
    count.points({ readings: [reading('a', 4, { code: '200' })] });
    const later = count.points({ readings: [reading('a', 5, { code: '200' }), reading('a', 3, { code: '500' })] });
    expect(later).toEqual([
      { labels: { code: '200' }, value: 1, isNew: false },
      { labels: { code: '500' }, value: 3, isNew: true },
    ]);
  });

  it('has part and whole of a ratio', () => {
    const ratio = projection('ratio', { of: ['a', 'b'] });
    ratio.points({ readings: [reading('a', 10), reading('b', 10)] });
    const later = ratio.points({ readings: [reading('a', 13), reading('b', 11)] });
    expect(later.map(({ labels, value }) => [labels['part'], value])).toEqual([
      ['part', 3],
      ['whole', 4],
    ]);
  });

  it.each(['a', 'b'])('is nothing of a ratio while its answer lacks %s, and not half of it', (lacking) => {
    const ratio = projection('ratio', { of: ['b'] });
    const readings = [reading('a', 10), reading('b', 10)].filter(({ field }) => field !== lacking);
    expect(ratio.points({ readings })).toEqual([]);
  });

  it('has the buckets of a histogram by their bounds in the unit that was asked for', () => {
    const histogram = projection('histogram', { factor: 1000 });
    const answer = (low: number, all: number) => ({
      readings: [reading('a_bucket', low, { le: '0.5', x: '1' }), reading('a_bucket', all, { le: '+Inf', x: '1' })],
    });
    histogram.points(answer(5, 6));
    expect(histogram.points(answer(6, 9))).toEqual([
      { labels: { le: '500' }, value: 1, isNew: false },
      { labels: { le: 'Infinity' }, value: 3, isNew: false },
    ]);
  });
});
