import type { Cell } from '../model/cell.ts';
import { Cells } from '../model/cells.ts';
import { describe, expect, it } from 'vitest';
import { bucketOf } from '../model/histogram.ts';
import type { RunRecord, SampledSeries, Series } from '../model/record.ts';
import { levelsOf } from './capacity.ts';
import { buildRecord } from './testing/record-builder.ts';
import { cellOf } from './testing/series-builder.ts';

const curve = [
  { atMs: 0, level: 10 },
  { atMs: 4000, level: 10 },
  { atMs: 4000, level: 20 },
  { atMs: 8000, level: 20 },
];
const seconds = [0, 1, 2, 3, 4, 5, 6, 7];
const trend = (metric: string, cells: Iterable<Cell>): Series => ({
  id: 1,
  metric,
  type: 'trend',
  failed: false,
  tags: {},
  cells: Cells.of(cells),
});
const begun = (countOf: (second: number) => number) =>
  trend(
    'start_lag',
    seconds.map((second) => cellOf({ startMs: second * 1000, endMs: second * 1000, count: countOf(second) })),
  );
const sleeps = (usOf: (second: number) => number) =>
  trend(
    'sleep_lateness',
    seconds.map((second) => {
      const [us, endMs] = [usOf(second), second * 1000];
      return cellOf({ endMs, count: 20, timed: 20, sum: 20 * us, min: us, max: us, histogram: [bucketOf(us), 20] });
    }),
  );
const cpu = (usedOf: (second: number) => number): SampledSeries[] => {
  const head = { unit: 'number' as const, labels: {} };
  const points = (valueOf: (second: number) => number) =>
    seconds.map((second): [number, number] => [(second + 1) * 1000, valueOf(second)]);
  return [
    { name: 'generator_cores', ...head, points: points(() => 2) },
    { name: 'generator_cpu', ...head, points: points(usedOf) },
  ];
};
const due = (second: number) => (second < 4 ? 10 : 20);
const problems = (series: Series[], sampled: SampledSeries[] = []) => {
  const record: RunRecord = { ...buildRecord({ durationMs: 8000, load: { model: 'open', curve } }), series, sampled };
  return levelsOf(record).map(({ perSecond, problem }) => [perSecond, problem] as const);
};

const answers = (us: number): Series => ({
  ...trend('http', [
    cellOf({ endMs: 5000, count: 20, timed: 20, sum: 20 * us, min: us, max: us, histogram: [bucketOf(us), 20] }),
  ]),
  type: 'http',
});

describe('the levels of a rising load', () => {
  it('are clean where every check holds', () => {
    expect(
      problems(
        [begun(due), sleeps(() => 2000)],
        cpu(() => 0.5),
      ),
    ).toEqual([
      [10, null],
      [20, null],
    ]);
  });

  it('are each judged by their own passes, sleeps and processors', () => {
    const first = (value: number, other: number) => (at: number) => (at < 4 ? value : other);
    const second = (value: number, other: number) => first(other, value);
    const told = (series: Series[], sampled?: SampledSeries[]) =>
      problems(series, sampled).map(([, problem]) => problem);
    expect(told([begun(second(19, 10))])).toEqual([
      null,
      'passes that began, of those due: 95 % against at least 99 %',
    ]);
    const asleep = "lateness of k6's sleeps (p90): 30 ms against at most 20 ms";
    expect(told([begun(due), sleeps(second(30_000, 2000))])).toEqual([null, asleep]);
    expect(told([begun(due), sleeps(first(30_000, 2000))])).toEqual([asleep, null]);
    expect(told([begun(due), answers(2000)])).toEqual([null, null]);
    const slow = 'time to an answer that is given at once (p95): 25 ms against at most 20 ms';
    expect(told([begun(due), answers(25_000)])).toEqual([null, slow]);
    const busy = 'seconds in which k6 used nine tenths of its processors: 100 % against at most 10 %';
    expect(told([begun(due)], cpu(second(1.9, 0.5)))).toEqual([null, busy]);
    expect(told([begun(due)], cpu(first(1.9, 0.5)))).toEqual([busy, null]);
  });

  it('count to their last second', () => {
    const [, [, problem] = []] = problems(
      [begun(due)],
      cpu((at) => (at === 7 ? 1.9 : 0.5)),
    );
    expect(problem).toMatch(/^seconds in which k6 used nine tenths of its processors: 33.33 % /);
  });

  it('have time to begin', () => {
    expect(problems([begun((at) => (at === 4 ? 0 : due(at)))])).toEqual([
      [10, null],
      [20, null],
    ]);
  });
});
