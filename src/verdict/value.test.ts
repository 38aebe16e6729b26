import { describe, expect, test } from 'vitest';
import { bucketOf } from '../model/histogram.ts';
import type { Cell } from '../model/cell.ts';
import type { Objective } from '../model/slo.ts';
import type { Part } from './metric.ts';
import { objective } from './testing/slo-builder.ts';
import { cellOf } from './testing/series-builder.ts';
import { countWrong, Gathered, measure, provesMiss } from './value.ts';

/** `count` requests that took so long. */
const took = (count: number, ms: number): Cell => {
  const us = ms * 1000;
  return cellOf({ count, timed: count, sum: us * count, min: us, max: us, histogram: [bucketOf(us), count] });
};
const gathered = (cells: readonly [Part, Cell][], durationMs = 10_000): Gathered => {
  const all = new Gathered();
  for (const [part, cell] of cells) all.add(part, cell);
  all.durationMs = durationMs;
  return all;
};

test('what counts as both is in both parts', () => {
  const { good, bad } = gathered([['good', took(1, 5)], ['bad', took(2, 5)], ['both', took(4, 5)]]); // prettier-ignore
  expect([good.count, bad.count]).toEqual([5, 6]);
  const taken = new Gathered();
  for (const part of ['good', 'bad', 'both'] as const) taken.take(part, good);
  expect([taken.good.count, taken.bad.count]).toEqual([10, 10]);
});

test('what is merged lasts as long as both', () => {
  const all = gathered([['good', took(30, 5)]]);
  all.merge(gathered([['good', took(10, 5)]]));
  const rate = objective({ metric: 'throughput' });
  expect(measure(rate, all)).toMatchObject({ estimate: { value: 2 }, samples: 40 });
});

describe('what is measured', () => {
  test('leaves out what has no time, and tells how many', () => {
    const all = gathered([['good', took(3, 5)], ['good', cellOf({ count: 2 })]]); // prettier-ignore
    expect(measure(objective(), all)).toMatchObject({ samples: 3, untimed: 2, unfinished: null });
  });

  test('of what has not ended is so much at the least, and any time at the most', () => {
    const all = gathered([['good', took(3, 5)], ['bad', took(1, 900)]]); // prettier-ignore
    const of = (stat: Objective['stat']) => measure(objective({ stat }), all);
    expect(of('max')).toMatchObject({ estimate: { value: 900 }, samples: 4, unfinished: { count: 1, high: Infinity } });
    expect(of('min')).toMatchObject({ estimate: { value: 5 }, unfinished: { count: 1, high: 5 } });
    const none = measure(objective({ stat: 'min' }), gathered([['bad', took(1, 900)]]));
    expect(none).toMatchObject({ estimate: { value: 900 }, unfinished: { high: Infinity } });
    expect(countWrong(objective(), all, 100)).toEqual({ wrong: 1, of: 4 });
  });

  test('a statistic that nobody knows has no value', () => {
    expect(measure(objective({ stat: 'slope' }), gathered([['good', took(3, 5)]])).estimate).toBeNull();
  });

  test('a ratio of nothing is none', () => {
    const counted = { metric: 'throughput', own: undefined, where: {} };
    const ratio = objective({ metric: 'ratio', ratio: { of: counted, per: counted, unit: 'number' } });
    expect(measure(ratio, gathered([])).estimate).toBeNull();
    const some = gathered([['both', took(3, 5)]]);
    expect(measure(ratio, some)).toMatchObject({ estimate: { value: 1 }, samples: 3 });
    expect(provesMiss(ratio, some, measure(ratio, some), 0.1)).toBe(false);
  });
});

describe('too few samples', () => {
  const proves = (asked: Partial<Objective>, cells: readonly [Part, Cell][], limit: number) => {
    const all = gathered(cells);
    return provesMiss(objective(asked), all, measure(objective(asked), all), limit);
  };
  const fast: [Part, Cell] = ['good', took(1, 50)];
  const slow = (count: number): [Part, Cell] => ['good', took(count, 200)];

  test.each<[string, Partial<Objective>, readonly [Part, Cell][], number, boolean]>([
    ['none at all', { stat: 'max' }, [], 0, false],
    ['a maximum beyond', { stat: 'max' }, [fast], 49, true],
    ['a maximum at the limit', { stat: 'max' }, [fast], 50, false],
    ['a minimum below the least', { stat: 'min', atMost: false }, [fast], 51, true],
    ['a minimum at the least', { stat: 'min', atMost: false }, [fast], 50, false],
    ['a minimum above the most', { stat: 'min' }, [fast], 10, false],
    ['a maximum below the least', { stat: 'max', atMost: false }, [fast], 90, false],
    ['a mean', { stat: 'mean' }, [fast], 10, false],
    ['two of two above a p95', {}, [slow(2)], 100, true],
    ['one of one', {}, [slow(1)], 100, false],
    ['fewer than the least', { metric: 'throughput', atMost: false }, [slow(4)], 0.5, true],
    ['as many as the least', { metric: 'throughput', atMost: false }, [slow(5)], 0.5, false],
    ['more than the most', { metric: 'throughput', atMost: true }, [slow(6)], 0.5, true],
    ['as many as the most', { metric: 'throughput', atMost: true }, [slow(5)], 0.5, false],
  ])('prove a miss or not: %s', (_, asked, cells, limit, expected) => {
    expect(proves(asked, cells, limit)).toBe(expected);
  });
});
