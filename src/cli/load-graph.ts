import { formatDuration } from '../model/duration.ts';
import { highestLevel, levelAt, type LoadCurve } from '../model/load-curve.ts';
import type { PlannedProfile } from '../model/plan.ts';

/** Places that the whole run takes; bars of the same width stand below the graph. */
export const graphWidth = 60;
const rows = 6;
const labelWidth = 10;
/** Where graph and bars begin. */
export const graphMargin = labelWidth + 2;

/**
 * The load over time, as text:
 *
 * ```
 *       50 ┤            ████████
 *          ┤
 *       25 ┤
 *          ┤
 *          ┤
 *          ┤▄▄▄▄▄▄▄▄▄▄▄▄████████▄▄▄▄▄▄▄▄
 *        0 └────────────────────────────
 *           0 s       60 s         120 s
 * ```
 */
export function drawLoad({ curve, durationMs }: Pick<PlannedProfile, 'curve' | 'durationMs'>): string[] {
  const highest = highestLevel(curve);
  const heights = Array.from({ length: graphWidth }, (_, column) => {
    const [fromMs, toMs] = [column, column + 1].map((edge) => (edge * durationMs) / graphWidth) as [number, number];
    return (highestBetween(curve, fromMs, toMs) / highest) * rows;
  });
  const lines = Array.from({ length: rows }, (_, line) => {
    const row = rows - 1 - line;
    const label = (row + 1) % (rows / 2) === 0 ? String(Number(((highest * (row + 1)) / rows).toFixed(1))) : '';
    return `${label.padStart(labelWidth)} ┤${heights.map((height) => cell(height - row, row)).join('')}`.trimEnd();
  });
  return [...lines, `${'0'.padStart(labelWidth)} └${'─'.repeat(graphWidth)}`, timeAxis(durationMs)];
}

/** In halves; what is not nothing is always to be seen. */
function cell(height: number, row: number): string {
  if (height >= 0.75) return '█';
  return height >= 0.25 || (row === 0 && height > 0) ? '▄' : ' ';
}

/** So that a spike shorter than a column is not missed. */
function highestBetween(curve: LoadCurve, fromMs: number, toMs: number): number {
  const inside = curve.filter(({ atMs }) => atMs > fromMs && atMs < toMs).map(({ level }) => level);
  // At a step the first of its two points is the level until then.
  const atEnd = curve.find(({ atMs }) => atMs === toMs)?.level ?? levelAt(curve, toMs);
  return Math.max(levelAt(curve, fromMs), atEnd, ...inside);
}

function timeAxis(durationMs: number): string {
  const parts = 4;
  let line = ' '.repeat(graphMargin);
  for (let part = 0; part <= parts; part++) {
    const text = part === 0 ? '0 s' : formatDuration((durationMs * part) / parts);
    const middle = graphMargin + (graphWidth * part) / parts;
    const from = part === 0 ? middle : Math.round(middle - (part === parts ? text.length : text.length / 2));
    line = `${line.padEnd(from)}${text}`;
  }
  return line;
}
