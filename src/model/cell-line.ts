import { emptyHistogram, type HistogramPacker, type PackedHistogram } from './packed-histogram.ts';
import type { Cell, SeriesType } from './record.ts';

/** The numbers of a cell line. */
export interface CellNumbers {
  readonly flat: readonly number[];
  /** Null: the line has none. */
  readonly histogram: PackedHistogram | null;
}

const [comma, minus, zero, nine, open, close] = [0x2c, 0x2d, 0x30, 0x39, 0x5b, 0x5d];

/**
 * Scans `[0,1000,2000,17,[286,17]]`: integers, with one more list of them at the end or none. Undefined when the bytes
 * are anything else, or the list has numbers that are not exact.
 *
 * An hour of load has some hundred thousand such lines; `JSON.parse` takes several times as long, and leaves more garbage.
 */
export function scanCellLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  packer: HistogramPacker,
): CellNumbers | undefined {
  if (bytes[from] !== open) return undefined;
  const flat: number[] = [];
  let histogram: PackedHistogram | null = null;
  let at = from + 1;
  for (;;) {
    if (bytes[at] === open && flat.length > 0) {
      packer.begin();
      at += 1;
      if (bytes[at] !== close) at = packer.addText(bytes, at);
      if (at === -1 || bytes[at++] !== close) return undefined;
      histogram = packer.take();
      break;
    }
    const negative = bytes[at] === minus;
    if (negative) at += 1;
    const digits = at;
    let value = 0;
    for (let byte = bytes[at] ?? 0; byte >= zero && byte <= nine; byte = bytes[++at] ?? 0)
      value = value * 10 + (byte - zero);
    if (at === digits || at >= to) return undefined;
    flat.push(negative ? -value : value);
    if (bytes[at] !== comma) break;
    at += 1;
  }
  return at + 1 === to && bytes[at] === close ? { flat, histogram } : undefined;
}

/** How many numbers a cell of each type has, its histogram not counted; http and trend have one behind them. */
const lengths: Record<SeriesType, number> = { http: 15, trend: 8, counter: 5, rate: 5, gauge: 7 };

/** The cell that the numbers say, given its series' type; undefined when they do not fit the type. */
export function cellOf(type: SeriesType, { flat, histogram }: CellNumbers): Cell | undefined {
  const timed = type === 'http' || type === 'trend';
  const length = lengths[type];
  if (flat.length !== length || timed !== (histogram !== null)) return undefined;
  const at = (index: number): number => flat[index] ?? 0;
  return {
    startMs: at(1),
    endMs: at(2),
    count: at(3),
    timed: timed ? at(4) : type === 'gauge' ? at(3) : 0,
    sum: timed ? at(5) : type === 'rate' ? 0 : at(4),
    min: timed ? at(6) : type === 'gauge' ? at(5) : 0,
    max: timed ? at(7) : type === 'gauge' ? at(6) : 0,
    histogram: histogram ?? emptyHistogram,
    nonzero: type === 'rate' ? at(4) : 0,
  };
}
