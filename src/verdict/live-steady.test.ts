import { expect, it } from 'vitest';
import { LiveSteady } from './live-steady.ts';
import { LiveWindow } from './live-window.ts';
import { seriesOf } from './testing/series-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';

const own = { kind: 'gauge', unit: 'number' } as const;
const queue = objective({ metric: 'queue', own, stat: 'max', relativeTo: 'steady', target: 2, minSamples: 1 });

/** The steady value of a queue that grows by one a second, by what it was told of. */
function steadyAfter(...told: readonly (readonly [settledMs: number, sinceMs: number | null])[]) {
  const window = new LiveWindow();
  const series = seriesOf('queue', 'gauge', [1, 2, 3, 4, 5, 6, 7, 8]);
  window.series(series);
  for (const cell of series.cells) window.cell(series.id, cell);
  const steady = new LiveSteady(sloOf(queue));
  for (const [settledMs, sinceMs] of told) steady.advance(window, settledMs, sinceMs);
  return steady.limitsOf(queue).relative?.steady;
}

it('knows of steady state what has settled, second by second', () => {
  expect(steadyAfter()).toBeNull();
  expect(steadyAfter([3000, 0])).toBe(3);
  expect(steadyAfter([3000, 0], [5000, 0])).toBe(5);
});

it('leaves out what was before it, and while it did not go on', () => {
  expect(steadyAfter([3000, 0], [8000, null])).toBe(3);
  expect(steadyAfter([3000, null])).toBeNull();
  expect(steadyAfter([3000, 3000])).toBeNull();
  expect(steadyAfter([3000, 2000], [8000, null])).toBe(3);
  expect(steadyAfter([2000, 0], [5000, null], [6000, 6000])).toBe(2);
});

it('leaves other limits as they are', () => {
  const other = objective();
  expect(new LiveSteady(sloOf(other)).limitsOf(other)).toEqual({ objective: other, relative: null, unknown: null });
  expect(new LiveSteady(null).limitsOf(other).unknown).toBeNull();
});
