import { expect, test } from 'vitest';
import type { PlannedTarget } from '../model/plan.ts';
import type { SampledSeries } from '../model/record.ts';
import type { PlannedProbe, Signal, SignalKind } from '../model/signal.ts';
import { signalResults } from './signals.ts';

const target = (kind: SignalKind, more: Partial<Signal> = {}): PlannedTarget => {
  const probe: PlannedProbe = {
    metric: 'load',
    service: 'api',
    signal: { kind, unit: 'number', atMost: true, labels: ['service'], ...more },
    ask: { kind: 'prometheus', path: '/metrics' },
    take: { field: 'load', of: [], where: {}, by: [], is: null, factor: 1 },
  };
  return { name: 'shop', file: null, options: {}, services: [], edges: [], probes: [probe], sampleEveryMs: 1000 };
};
const series = (values: readonly number[], more: Record<string, string> = {}): SampledSeries => ({
  ...{ name: 'load', unit: 'number', labels: { service: 'api', ...more } },
  points: values.map((value, second) => [(second + 1) * 1000, value]),
});
const pointsOf = (sampled: readonly SampledSeries[], kind: SignalKind, more: Partial<Signal> = {}) =>
  signalResults(sampled, target(kind, more)).map(({ points }) => points);

test('a level is told as it was, in its unit, for each series', () => {
  const sampled = [series([1, 2.000_04]), series([7], { queue: 'orders' }), { ...series([9]), name: 'other' }];
  expect(signalResults(sampled, target('level', { unit: 'bytes' }))).toEqual([
    { name: 'load', unit: 'bytes', labels: { service: 'api' }, points: [[1000, 1, 1], [2000, 2, 2]] }, // prettier-ignore
    { name: 'load', unit: 'bytes', labels: { service: 'api', queue: 'orders' }, points: [[1000, 7, 7]] },
  ]);
});

test.each<[Partial<Signal>, number]>([
  [{}, 3],
  [{ perMinute: true }, 180],
])('a count is told by what it grew, as its limits are: %j', (more, grown) => {
  expect(pointsOf([series([10, 13])], 'count', more)).toEqual([[[2000, grown, grown]]]);
});

test('a ratio is told as a share, where there was anything', () => {
  const sampled = [series([0, 1, 1], { part: 'part' }), series([0, 4, 4], { part: 'whole' })];
  expect(pointsOf(sampled, 'ratio')).toEqual([[[2000, 0.25, 0.25]]]);
});

test('a histogram has too many numbers for a line, and a series without samples has none', () => {
  expect(pointsOf([series([1, 2], { le: '5' })], 'histogram')).toEqual([]);
  expect(pointsOf([series([])], 'level')).toEqual([]);
});

test('more than a chart has room for are told by the least and the most of a stretch', () => {
  const [points = []] = pointsOf([series(Array.from({ length: 241 }, (_, i) => i))], 'level');
  expect(points).toHaveLength(81);
  expect([points[0], points[1], points.at(-1)]).toEqual([[3000, 0, 2], [6000, 3, 5], [241_000, 240, 240]]); // prettier-ignore
  const [all = []] = pointsOf([series(Array.from({ length: 120 }, (_, i) => i))], 'level');
  expect(all).toHaveLength(120);
});
