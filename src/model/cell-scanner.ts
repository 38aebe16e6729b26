import { isPossible, type Cell } from './cell.ts';
import { emptyHistogram, HistogramPacker, type PackedHistogram } from './packed-histogram.ts';
import type { SeriesType } from './record.ts';

const [newline, comma, minus, zero, nine, open, close] = [0x0a, 0x2c, 0x2d, 0x30, 0x39, 0x5b, 0x5d];

/** How many numbers a cell of each type has, its histogram not counted; http and trend have one behind them. */
const lengths: Record<SeriesType, number> = { http: 15, trend: 8, counter: 5, rate: 5, gauge: 7 };
const most = Math.max(...Object.values(lengths));

/**
 * Reads `[0,1000,2000,17,[286,17]]`: integers, with one more list of them at the end or none.
 *
 * An hour of load has some hundred thousand such lines; `JSON.parse` takes several times as long, and leaves more garbage.
 */
export class CellScanner {
  readonly #packer = new HistogramPacker();
  readonly #numbers = new Float64Array(most);
  #length = 0;
  /** Null: the line has none. */
  #histogram: PackedHistogram | null = null;

  /** Which series the line is of that was scanned last. */
  get id(): number {
    return this.#numbers[0] ?? 0;
  }

  /**
   * Scans the line that begins at `from`, and gives where its newline lies; -1 when it is anything else, or its list has
   * numbers that are not exact.
   *
   * @param bytes with a newline at or behind the end of each line: a look behind the end of an array costs the compiled
   * code, and a stream in pieces has hundreds of ends
   * @param view of the same bytes
   */
  scan(bytes: Uint8Array, view: DataView, from: number): number {
    if (bytes[from] !== open) return -1;
    const numbers = this.#numbers;
    this.#histogram = null;
    this.#length = 0;
    let at = from + 1;
    for (;;) {
      let byte = bytes[at] ?? 0;
      if (byte === open) {
        at = this.#scanHistogram(bytes, view, at + 1);
        break;
      }
      const negative = byte === minus;
      if (negative) byte = bytes[++at] ?? 0;
      const digits = at;
      let value = 0;
      for (; byte >= zero && byte <= nine; byte = bytes[++at] ?? 0) value = value * 10 + (byte - zero);
      if (at === digits || this.#length === most) return -1;
      numbers[this.#length++] = negative ? -value : value;
      if (byte !== comma) break;
      at += 1;
    }
    return at !== -1 && bytes[at] === close && bytes[at + 1] === newline ? at + 1 : -1;
  }

  /** Gives what is behind its bracket; -1 when it cannot be read. */
  #scanHistogram(bytes: Uint8Array, view: DataView, from: number): number {
    this.#packer.begin();
    const at = bytes[from] === close ? from : this.#packer.addText(bytes, view, from);
    if (at === -1 || bytes[at] !== close) return -1;
    this.#histogram = this.#packer.take();
    return at + 1;
  }

  /** Whether every sample with a time above 0 is in a bucket, and no more are. */
  #holdsAll({ timed, min }: Cell): boolean {
    const { total } = this.#packer;
    return min > 0 ? total === timed : total <= timed;
  }

  /** The cell that the line scanned last says, given its series' type; undefined when it does not fit the type, or cannot be. */
  cell(type: SeriesType): Cell | undefined {
    const numbers = this.#numbers;
    const timed = type === 'http' || type === 'trend';
    if (this.#length !== lengths[type] || timed !== (this.#histogram !== null)) return undefined;
    const isGauge = type === 'gauge';
    const count = numbers[3] ?? 0;
    const cell = {
      startMs: numbers[1] ?? 0,
      endMs: numbers[2] ?? 0,
      count,
      timed: timed ? (numbers[4] ?? 0) : isGauge ? count : 0,
      sum: timed ? (numbers[5] ?? 0) : type === 'rate' ? 0 : (numbers[4] ?? 0),
      min: timed ? (numbers[6] ?? 0) : isGauge ? (numbers[5] ?? 0) : 0,
      max: timed ? (numbers[7] ?? 0) : isGauge ? (numbers[6] ?? 0) : 0,
      nonzero: type === 'rate' ? (numbers[4] ?? 0) : 0,
      histogram: this.#histogram ?? emptyHistogram,
    };
    return isPossible(cell) && (!timed || this.#holdsAll(cell)) ? cell : undefined;
  }
}
