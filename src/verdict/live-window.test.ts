import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf } from '../model/histogram.ts';
import type { Cell } from '../model/cell.ts';
import type { SeriesHead } from '../model/record.ts';
import type { Objective } from '../model/slo.ts';
import { LiveWindow } from './live-window.ts';
import { objective } from './testing/slo-builder.ts';
import { cellOf } from './testing/series-builder.ts';

const requests = (id: number, failed = false, step = 'browse'): SeriesHead => ({
  id,
  metric: 'http_req_duration',
  type: 'http',
  failed,
  tags: { step },
});
const steps = (id: number, outcome: string): SeriesHead => ({
  id,
  metric: 'step_duration',
  type: 'trend',
  failed: false,
  tags: { outcome, step: 'browse' },
});

/** `count` requests that took `ms` and ended in the slot at `endMs`. */
function cell(endMs: number, ms: number, count: number): Cell {
  const us = ms * 1000;
  const histogram = [bucketOf(us), count];
  return cellOf({ startMs: endMs, endMs, count, timed: count, sum: us * count, min: us, max: us, histogram });
}

const p95 = objective({ metric: 'response_time', stat: 'p95', target: 500 });
const errors = objective({ metric: 'error_rate', stat: null, target: 0.1, critical: 0.5 });

describe('a live window', () => {
  it('measures an objective over the seconds of a span, and no others', () => {
    const window = new LiveWindow();
    window.series(requests(0));
    window.cell(0, cell(1000, 900, 100));
    window.cell(0, cell(2000, 100, 100));
    window.cell(0, cell(3100, 100, 100));
    expect(window.measure(p95, 1000, 4000)).toMatchObject({ samples: 300, target: 'missed', critical: null });
    expect(window.measure(p95, 2000, 4000)).toMatchObject({ samples: 200, target: 'holds' });
    expect(window.measure(p95, 4000, 9000)).toMatchObject({ samples: 0, estimate: null, target: 'unknown' });
  });

  it('counts a request where it ended: a hang is seen when it is given up', () => {
    const window = new LiveWindow();
    window.series(requests(0));
    window.cell(0, { ...cell(9000, 8000, 30), startMs: 1000 });
    expect(window.measure(p95, 1000, 2000).samples).toBe(0);
    expect(window.measure(p95, 9000, 10_000).target).toBe('missed');
  });

  it('tells target and critical limit apart', () => {
    const window = new LiveWindow();
    window.series(steps(0, 'ok'));
    window.series(steps(1, 'failed'));
    window.cell(0, cell(0, 10, 80));
    window.cell(1, cell(0, 10, 20));
    expect(window.measure(errors, 0, 1000)).toMatchObject({ target: 'missed', critical: 'holds' });
  });

  it('tells only a certain miss from few samples', () => {
    const window = new LiveWindow();
    window.series(requests(0));
    window.cell(0, cell(0, 100, 5));
    expect(window.measure(p95, 0, 1000).target).toBe('unknown');
    expect(window.measure(p95, 0, 1000, 5).target).toBe('holds');
    window.cell(0, cell(0, 900, 5));
    expect(window.measure(p95, 0, 1000).target).toBe('missed');
  });

  it('divides a throughput by the length of the span', () => {
    const window = new LiveWindow();
    const throughput = objective({ metric: 'throughput', stat: null, target: 50 });
    window.series(requests(0));
    window.cell(0, cell(0, 10, 100));
    window.cell(0, cell(1000, 10, 300));
    expect(window.measure(throughput, 0, 2000).estimate?.value).toBe(200);
  });

  it('forgets what is older than it keeps', () => {
    const window = new LiveWindow(3000);
    window.series(requests(0));
    for (let at = 0; at < 10_000; at += 500) window.cell(0, cell(at, 10, 1));
    expect([...window.seen(-Infinity, Infinity)]).toHaveLength(3);
    expect(window.measure(p95, 0, 7000).samples).toBe(0);
    expect(window.measure(p95, 0, 8000).samples).toBe(2);
  });

  it('does not mind in which pieces its cells come', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5000 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(pieces, (list) => {
        const [whole, split] = [new LiveWindow(), new LiveWindow()];
        for (const window of [whole, split]) window.series(requests(0));
        for (const [count, ms] of list) {
          whole.cell(0, cell(0, ms, count));
          for (let i = 0; i < count; i++) split.cell(0, cell(100, ms, 1));
        }
        const ask = (window: LiveWindow, asked: Objective) => window.measure(asked, 0, 1000);
        expect(ask(split, p95)).toEqual(ask(whole, p95));
      }),
    );
  });
});
