import { Cells } from '../model/cells.ts';
import type { Cell } from '../model/cell.ts';
import type { RunRecord, Series } from '../model/record.ts';
import { slotMs } from '../model/timeline.ts';

/** Within it, the harness has seen that a process of its own has ended. */
const seenWithinMs = 1000;

/**
 * The record as it would be, had everything succeeded since a part of the harness failed that an edge runs through: a
 * service that has lost its database by it answers, and wrongly. What was wrong before stands.
 *
 * @param lostMs when the harness saw it; null = nothing was lost
 */
export function excuseSince(record: RunRecord, lostMs: number | null): RunRecord {
  if (lostMs === null) return record;
  const isLate = ({ endMs }: Cell): boolean => endMs + slotMs > lostMs - seenWithinMs;
  return { ...record, series: record.series.flatMap((series) => excused(series, isLate)) };
}

function excused(series: Series, isLate: (cell: Cell) => boolean): Series[] {
  const { metric, cells, tags } = series;
  if (metric === 'checks')
    return [
      { ...series, cells: Cells.of(cells.map((cell) => (isLate(cell) ? { ...cell, nonzero: cell.count } : cell))) },
    ];
  const isFailed = series.type === 'http' ? series.failed : metric === 'step_duration' && tags['outcome'] === 'failed';
  if (!isFailed) return [series];
  const succeeded =
    series.type === 'http' ? { ...series, failed: false } : { ...series, tags: { ...tags, outcome: 'ok' } };
  return [
    { ...series, cells: cells.filter((cell) => !isLate(cell)) },
    { ...succeeded, cells: cells.filter(isLate) },
  ];
}
