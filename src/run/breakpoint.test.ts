import { expect, it, test } from 'vitest';
import { findBreakpoint } from '../verdict/breakpoint.ts';
import { LiveWindow } from '../verdict/live-window.ts';
import { buildRecord, evenly } from '../verdict/testing/record-builder.ts';
import { objective, sloOf } from '../verdict/testing/slo-builder.ts';
import { type RawRequest } from '../verdict/testing/series-builder.ts';
import { BreakpointWatch } from './breakpoint.ts';

const curve = [
  { atMs: 0, level: 0 },
  { atMs: 60_000, level: 60 },
];
const slo = sloOf(objective());
const recordOf = (requests: readonly RawRequest[]) =>
  buildRecord({ load: { curve, breakpoint: { sustainedMs: 5000, of: null } }, requests });
const requests = (slowFromMs: number, tookMs: number) => [
  ...evenly(slowFromMs / 20, 0, slowFromMs),
  ...evenly((60_000 - slowFromMs) / 20, slowFromMs, 60_000, { tookMs }),
];

/** Plays a record as its stream came in, second by second; gives the second in which the load was stopped. */
function play(record: ReturnType<typeof recordOf>): { reason: string | null; stoppedMs: number | null } {
  const window = new LiveWindow();
  const watch = new BreakpointWatch(record.manifest.plan, slo, window);
  for (const series of record.series) window.series(series);
  const lastMs = Math.max(...record.series.flatMap(({ cells }) => cells.map(({ endMs }) => endMs)));
  for (let atMs = 0; atMs <= lastMs; atMs += 1000) {
    for (const { id, cells } of record.series) {
      for (const cell of cells) if (cell.endMs === atMs) window.cell(id, cell);
    }
    const stop = watch.look();
    if (stop !== null) return { reason: stop.reason, stoppedMs: atMs };
  }
  return { reason: null, stoppedMs: null };
}

test.each([
  [10_000, 300],
  [20_000, 800],
  [35_000, 4000],
])('a load that is too much from %d ms on, by answers of %d ms, is stopped, and judged as it was', (fromMs, tookMs) => {
  const record = recordOf(requests(fromMs, tookMs));
  const { reason, stoppedMs } = play(record);
  expect(reason).toBe('the load is too much for "is fast"');
  // Sustained, a window, a second until all of it is known, and one for the answers.
  expect(stoppedMs).toBeGreaterThanOrEqual(fromMs + 10_000);
  expect(stoppedMs).toBeLessThanOrEqual(fromMs + 12_000 + tookMs);
  const known = record.series.map((one) => ({
    ...one,
    cells: one.cells.filter(({ endMs }) => endMs <= (stoppedMs ?? 0)),
  }));
  const ending = { ...record.manifest.ending!, loadMs: stoppedMs ?? 0, stoppedBy: 'breakpoint' as const };
  const stopped = { ...record, series: known, manifest: { ...record.manifest, ending } };
  expect(findBreakpoint(stopped, slo)).toEqual(findBreakpoint(record, slo));
  expect(findBreakpoint(stopped, slo)?.objective).toBe('is fast');
});

it('leaves a load alone that holds, and one that looks for nothing', () => {
  expect(play(recordOf(evenly(3000, 0, 60_000))).stoppedMs).toBeNull();
  expect(play(buildRecord({ requests: requests(10_000, 800) })).stoppedMs).toBeNull();
});
