import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { CellTable } from './cell-table.ts';
import { Cells } from './cells.ts';
import { packHistogram } from './packed-histogram.ts';
import { bucketsOf } from './testing/buckets.ts';

const number = fc.maxSafeInteger();
const cell: fc.Arbitrary<Cell> = fc
  .tuple(fc.array(number, { minLength: 8, maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 200 })))
  .map(([[startMs, endMs, count, timed, sum, min, max, nonzero], histogram]) => ({
    startMs: startMs!,
    endMs: endMs!,
    count: count!,
    timed: timed!,
    sum: sum!,
    min: min!,
    max: max!,
    nonzero: nonzero!,
    histogram: packHistogram(histogram),
  }));

const told = ({ histogram, ...numbers }: Cell) => ({ ...numbers, buckets: bucketsOf(histogram) });

test('cells are as they were, also those of series that share a table', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), cell)), (all) => {
      const table = new CellTable();
      const series = [0, 1, 2].map(() => new Cells(table));
      for (const [index, one] of all) series[index]!.push(one);
      series.forEach((cells, index) => {
        const own = all.filter(([of]) => of === index).map(([, one]) => one);
        expect(cells).toHaveLength(own.length);
        expect([...cells].map(told)).toEqual(own.map(told));
        expect(cells.map(told)).toEqual(own.map(told));
        expect(own.map((_, at) => told(cells.at(at)))).toEqual(own.map(told));
        const isWanted = ({ count }: Cell) => count > 0;
        expect(cells.filter(isWanted).map(told)).toEqual(own.filter(isWanted).map(told));
      });
    }),
  );
});

test('a table holds more than one of its chunks', () => {
  const none = packHistogram([]);
  const blank = { endMs: 0, count: 1, timed: 0, sum: 0, min: 0, max: 0, nonzero: 0, histogram: none };
  const starts = Array.from({ length: 5000 }, (_, i) => i * 1000);
  const cells = Cells.of(starts.map((startMs) => ({ ...blank, startMs })));
  expect(cells.map(({ startMs }) => startMs)).toEqual(starts);
});
