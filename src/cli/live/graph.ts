import { highestLevel, lengthOf, levelAt, type LoadCurve } from '../../model/load-curve.ts';
import type { Span } from '../../model/timeline.ts';

const eighths = ' ▁▂▃▄▅▆▇█';

/** One place a value, as high as its share of the highest; a gap where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  // What is there at all is seen.
  return values
    .map((value) => (value === null ? ' ' : block(most === 0 ? 1 : Math.max(1, (value / most) * 8))))
    .join('');
}

/** The curve as lines of `width` places, the top one first; each place is as high as the highest load in its time. */
export function curveRows(curve: LoadCurve, width: number, rows: number): string[] {
  const most = highestLevel(curve);
  const heights = Array.from({ length: width }, (_, place) => {
    const { fromMs, toMs } = timeOf(place, width, lengthOf(curve));
    const corners = curve.filter(({ atMs }) => atMs > fromMs && atMs < toMs).map(({ level }) => level);
    const beforeEndMs = toMs - (toMs - fromMs) * 1e-6; // at the end itself the curve may step
    return (Math.max(levelAt(curve, fromMs), levelAt(curve, beforeEndMs), ...corners) / most) * rows * 8;
  });
  return Array.from({ length: rows }, (_, row) => {
    const floor = (rows - 1 - row) * 8;
    return heights
      .map((height) => block(row === rows - 1 && height > 0 ? Math.max(1, height) : height - floor))
      .join('');
  });
}

/** Where on the same places faults are on (`━`) and where the run is (`▲`). */
export function timeline(faults: readonly Span[], atMs: number, totalMs: number, width: number): string {
  const now = placeOf(atMs, width, totalMs);
  return Array.from({ length: width }, (_, place) => {
    if (place === now) return '▲';
    const { fromMs, toMs } = timeOf(place, width, totalMs);
    return faults.some((fault) => fault.fromMs < toMs && fault.toMs > fromMs) ? '━' : ' ';
  }).join('');
}

/** The place that a moment falls on. */
export function placeOf(atMs: number, width: number, totalMs: number): number {
  return Math.max(0, Math.min(width - 1, Math.floor((atMs / totalMs) * width)));
}

function timeOf(place: number, width: number, totalMs: number): Span {
  return { fromMs: (place / width) * totalMs, toMs: ((place + 1) / width) * totalMs };
}

function block(height: number): string {
  return eighths[Math.max(0, Math.min(8, Math.round(height)))] ?? ' ';
}
