import { expect, test } from 'vitest';
import type { RunRecord, SampledSeries } from '../model/record.ts';
import type { PlannedProbe, SignalKind } from '../model/signal.ts';
import { common, conditionOf, endsIn, trueSpans } from './sampled-while.ts';
import type { Look } from './sampled-tracks.ts';
import { buildRecord } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

const look = (fromMs: number, toMs: number, value: number): Look => ({ fromMs, toMs, value, whole: 0, buckets: [] });
const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });

test('a condition holds from the first true look to the last of a row', () => {
  expect(trueSpans([])).toEqual([]);
  const looks = [look(0, 1, 0), look(1, 2, 1), look(2, 3, 1), look(4, 5, 1), look(5, 6, 0), look(6, 7, 1)];
  expect(trueSpans(looks)).toEqual([span(1, 3), span(4, 5), span(6, 7)]);
});

test('what is common has a length', () => {
  expect(common([span(0, 5), span(8, 9)], [span(5, 8), span(3, 4)])).toEqual([span(3, 4)]);
  expect(common([span(0, 5)], [span(4, 8)])).toEqual([span(4, 5)]);
});

test('a look ends in a span after its begin, and on its end', () => {
  const ends = (atMs: number) => endsIn([span(10, 20)], look(0, atMs, 1));
  expect([9, 10, 11, 20, 21].map(ends)).toEqual([false, false, true, true, false]);
});

test('a condition is read by its own metric; nothing is known of one that nobody tells', () => {
  const probe = (metric: string, kind: SignalKind): PlannedProbe => ({
    ...{ metric, service: 'api', ask: { kind: 'process' } },
    signal: { kind, unit: 'number', atMost: true, labels: ['service'] },
    take: { field: 'x', of: [], where: {}, by: [], is: null, factor: 1 },
  });
  const live: SampledSeries = { name: 'live', unit: 'number', labels: { service: 'api' }, points: [[1000, 1], [2000, 1]] }; // prettier-ignore
  const { plan } = buildRecord({}).manifest;
  const known = (probes: PlannedProbe[] | undefined, sampled: RunRecord['sampled'] = [live]) => {
    const asked = { ...objective({ metric: 'load', while: 'live' }), signal: probe('load', 'level').signal };
    const track = { labels: { service: 'api' }, bounds: [], looks: [] };
    const target = { ...plan.target, ...(probes === undefined ? {} : { probes }) };
    return conditionOf(asked, track, { plan: { ...plan, target }, sampled });
  };
  // Read as a count, its two samples would be one look of nothing.
  expect(known([probe('load', 'count'), probe('live', 'truth')])).toEqual([look(0, 1000, 1), look(1000, 2000, 1)]);
  expect(known([probe('load', 'level')])).toEqual([]);
  expect(known(undefined)).toEqual([]);
  expect(known([probe('live', 'truth')], [])).toEqual([]);
});
