import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf } from '../model/histogram.ts';
import type { Cell } from '../model/cell.ts';
import { Tally } from './tally.ts';
import { fold } from './testing/series-builder.ts';

/** What a tally holds, with the empty buckets around left out. */
function held({ count, timed, nonzero, sum, min, max, first, buckets }: Tally) {
  const filled = [...buckets].flatMap((samples, k) => (samples > 0 ? [[first + k, samples]] : []));
  return { count, timed, nonzero, sum, min, max, filled };
}

/** Cells of one time each, in ms; null is one that has none. */
const cellsOf = (times: readonly (number | null)[]): Cell[] =>
  times.flatMap((tookMs, i) => fold([{ startMs: i * 1000, tookMs }], [], true).flatMap(({ cells }) => [...cells]));

const tallyOf = (cells: readonly Cell[]): Tally => {
  const tally = new Tally();
  for (const cell of cells) tally.add(cell);
  return tally;
};

const time = fc.option(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { freq: 5 });

test('it holds every time of its cells, in whichever order and portions they came', () => {
  fc.assert(
    fc.property(fc.array(time, { maxLength: 30 }), fc.nat(30), (times, at) => {
      const known = times.flatMap((ms) => (ms === null ? [] : Math.round(ms * 1000))).sort((a, b) => a - b);
      const filled = new Map<number, number>();
      for (const us of known) filled.set(bucketOf(us), (filled.get(bucketOf(us)) ?? 0) + 1);
      const expected = {
        ...{ count: times.length, timed: known.length, nonzero: 0, sum: known.reduce((sum, us) => sum + us, 0) },
        ...{ min: known[0] ?? Infinity, max: known.at(-1) ?? -Infinity, filled: [...filled] },
      };
      const cells = cellsOf(times);
      expect(held(tallyOf(cells))).toEqual(expected);
      expect(held(tallyOf(cells.toReversed()))).toEqual(expected);
      const merged = tallyOf(cells.slice(0, at));
      merged.merge(tallyOf(cells.slice(at)));
      expect(held(merged)).toEqual(expected);
    }),
  );
});

test('cleared, it holds nothing, and then what is added', () => {
  const tally = tallyOf(cellsOf([10, 20_000]));
  tally.clear();
  expect(held(tally)).toEqual(held(new Tally()));
  for (const cell of cellsOf([300])) tally.add(cell);
  expect(held(tally)).toEqual(held(tallyOf(cellsOf([300]))));
});

test('what has no time is a sample of 0 where zeros count', () => {
  const all = tallyOf(cellsOf([10, null, null, 20])).withZeros();
  expect(all).toMatchObject({ count: 4, timed: 4, min: 0, max: 20_000 });
  expect(tallyOf(cellsOf([null])).withZeros()).toMatchObject({ timed: 1, min: 0, max: 0 });
  const none = tallyOf(cellsOf([10]));
  expect(none.withZeros()).toBe(none);
});
