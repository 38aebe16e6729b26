import { expect, test } from 'vitest';
import type { SeriesHead } from '../model/record.ts';
import { bucketOf } from '../model/histogram.ts';
import { failureKind, liveFigures } from './live-figures.ts';
import { LiveWindow } from './live-window.ts';
import { cellOf } from './testing/series-builder.ts';

const http = (failed: boolean): SeriesHead => ({
  ...{ id: failed ? 1 : 0, metric: 'http_req', type: 'http', failed },
  tags: { step: 'browse' },
});
const step = (id: number, outcome: string): SeriesHead => ({
  ...{ id, metric: 'step_duration', type: 'trend', failed: false },
  tags: { step: 'browse', outcome },
});
const lag: SeriesHead = { id: 4, metric: 'start_lag', type: 'trend', failed: false, tags: {} };
const of = (count: number, ms: number) => {
  const us = ms * 1000;
  return { count, timed: count, sum: us * count, min: us, max: us, histogram: [bucketOf(us), count] };
};

function windowOf(...heads: readonly SeriesHead[]): LiveWindow {
  const window = new LiveWindow();
  for (const head of heads) window.series(head);
  return window;
}

test('what the last seconds came to', () => {
  const window = windowOf(http(false), http(true), step(2, 'ok'), step(3, 'failed'), lag);
  for (const [second, count] of [
    [0, 500],
    [1000, 30],
    [2000, 10],
  ] as const)
    // prettier-ignore
    for (const [id, share, ms] of [[0, 0.9, 20], [1, 0.1, 900], [2, 0.9, 25], [3, 0.1, 900], [4, 0.5, 1]] as const) // prettier-ignore
      window.cell(id, cellOf({ startMs: second, endMs: second, ...of(count * share, ms) }));
  const figures = liveFigures(window, 1000, 3000);
  expect(figures).toMatchObject({ requestsPerSecond: 20, errorRate: 0.1, passesPerSecond: 10 });
  for (const time of [figures.p50Ms, figures.p95Ms, figures.p99Ms]) expect(time).toBeCloseTo(20, 0);
});

test('tells nothing where there was nothing', () => {
  expect(liveFigures(windowOf(http(false)), 0, 5000)).toEqual({
    ...{ requestsPerSecond: 0, p50Ms: null, p95Ms: null, p99Ms: null, errorRate: null, passesPerSecond: null },
  });
});

test.each<[Partial<SeriesHead>, 'steps' | 'requests', string | null]>([
  [{ ...step(0, 'failed'), tags: { step: 'pay', outcome: 'failed', kind: 'timeout' } }, 'steps', 'timeout'],
  [{ ...step(0, 'failed') }, 'steps', 'failed'],
  [{ ...step(0, 'ok') }, 'steps', null],
  [{ ...http(true), tags: { error_code: '1050', status: '0' } }, 'requests', 'timeout'],
  [{ ...http(true), tags: { error_code: '1212', status: '0' } }, 'requests', 'refused'],
  [{ ...http(true), tags: { error_code: '1310', status: '0' } }, 'requests', 'network'],
  [{ ...http(true), tags: { error_code: '1503', status: '503' } }, 'requests', 'status 503'],
  [{ ...http(true), tags: { status: '404' } }, 'requests', 'status 404'],
  [{ ...http(false), tags: { status: '200' } }, 'requests', null],
])('what kind of failure %j holds', (head, source, kind) => {
  expect(failureKind(head as SeriesHead, source)).toBe(kind);
});
