import { describe, expect, it } from 'vitest';
import type { SampledSeries } from '../model/record.ts';
import type { SignalKind } from '../model/signal.ts';
import { tracksOf } from './sampled-tracks.ts';

const series = (labels: Record<string, string>, points: readonly (readonly [atS: number, value: number])[]) => ({
  ...({ name: 'load', unit: 'number', labels } as const),
  points: points.map(([atS, value]) => [atS * 1000, value] as const),
});
const tracks = (kind: SignalKind, ...sampled: readonly SampledSeries[]) =>
  tracksOf(sampled, 'load', { kind, unit: 'number', atMost: true, labels: [] }, 1000);
const looks = (kind: SignalKind, ...sampled: readonly SampledSeries[]) =>
  tracks(kind, ...sampled).flatMap((track) => track.looks);
const api = { service: 'api' };

describe('samples of a level', () => {
  it('speak for the time since the one before, after a gap for one interval', () => {
    const spans = looks('level', series(api, [1, 2, 4, 7, 7.5].map((atS) => [atS, atS]))); // prettier-ignore
    expect(spans.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 1000],
      [1000, 2000],
      [2000, 4000],
      [6000, 7000],
      [7000, 7500],
    ]);
    expect(looks('level', series(api, [[0.4, 5]]))).toMatchObject([{ fromMs: 0, toMs: 400, value: 5 }]);
  });

  it('are of one track for each set of labels, of that metric only', () => {
    const other = { ...series(api, [[1, 9]]), name: 'other' };
    const found = tracks('level', series(api, [[1, 5]]), series({ service: 'db' }, [[1, 6]]), other);
    expect(found.map(({ labels, bounds }) => [labels, bounds])).toEqual([
      [{ service: 'api' }, []],
      [{ service: 'db' }, []],
    ]);
    expect(looks('level', series(api, []))).toEqual([]);
  });
});

describe('samples of counts', () => {
  it('tell what came since the one before, however long ago that was', () => {
    const grown = looks('count', series(api, [[1, 10], [2, 13], [9, 20]])); // prettier-ignore
    expect(grown).toMatchObject([
      { fromMs: 1000, toMs: 2000, value: 3 },
      { fromMs: 2000, toMs: 9000, value: 7 },
    ]);
    expect(tracks('count', series(api, []))).toMatchObject([{ bounds: [], looks: [] }]);
  });

  it('of a ratio tell part and whole, whichever comes first, where both are known', () => {
    const whole = series({ ...api, part: 'whole' }, [[1, 10], [3, 40]]); // prettier-ignore
    const part = series({ ...api, part: 'part' }, [[1, 1], [2, 3], [3, 8]]); // prettier-ignore
    const expected = [{ labels: api, bounds: [], looks: [{ fromMs: 1000, toMs: 3000, value: 7, whole: 30 }] }];
    expect(tracks('ratio', whole, part)).toMatchObject(expected);
    expect(tracks('ratio', part, whole)).toMatchObject(expected);
  });

  it('of a histogram tell each bucket, by rising bounds', () => {
    const bucket = (le: string, ...sums: readonly [number, number]) =>
      series({ ...api, le }, sums.map((sum, i) => [i + 1, sum] as const)); // prettier-ignore
    const found = tracks('histogram', bucket('Infinity', 9, 20), bucket('50', 2, 5), bucket('500', 6, 13));
    expect(found).toMatchObject([{ labels: api, bounds: [50, 500, Infinity], looks: [{ buckets: [3, 4, 4] }] }]);
  });
});
