import type { Cell } from './cell.ts';

/** Of a row: startMs, endMs, count, timed, sum, min, max, nonzero, and where its histogram lies: block, from, to. */
const width = 11;
const rowBits = 9;
const chunkRows = 1 << rowBits;

/**
 * Cells as rows of numbers, in the order in which they came.
 *
 * An hour of load has some hundred thousand. As objects they take twice the room, and the garbage collector copies them
 * more than once; these it does not look at.
 */
export class CellTable {
  /** Not one array, which would be copied each time it grows. */
  readonly #chunks: Float64Array[] = [];
  /** What histograms are in: few, and each has those of many cells. */
  readonly #blocks: Uint8Array[] = [];
  #rows = 0;

  /** @returns its row, from 0 */
  push(cell: Cell): number {
    const row = this.#rows++;
    const at = (row & (chunkRows - 1)) * width;
    if (at === 0) this.#chunks.push(new Float64Array(chunkRows * width));
    const chunk = this.#chunkOf(row);
    const { bytes, from, to } = cell.histogram;
    const blocks = this.#blocks;
    if (blocks.length === 0 || blocks[blocks.length - 1] !== bytes) blocks.push(bytes);
    chunk[at] = cell.startMs;
    chunk[at + 1] = cell.endMs;
    chunk[at + 2] = cell.count;
    chunk[at + 3] = cell.timed;
    chunk[at + 4] = cell.sum;
    chunk[at + 5] = cell.min;
    chunk[at + 6] = cell.max;
    chunk[at + 7] = cell.nonzero;
    chunk[at + 8] = blocks.length - 1;
    chunk[at + 9] = from;
    chunk[at + 10] = to;
    return row;
  }

  /** @param row one that `push` gave */
  cell(row: number): Cell {
    const chunk = this.#chunkOf(row);
    const at = (row & (chunkRows - 1)) * width;
    const bytes = this.#blocks[chunk[at + 8] ?? 0] as Uint8Array;
    return {
      startMs: chunk[at] ?? 0,
      endMs: chunk[at + 1] ?? 0,
      count: chunk[at + 2] ?? 0,
      timed: chunk[at + 3] ?? 0,
      sum: chunk[at + 4] ?? 0,
      min: chunk[at + 5] ?? 0,
      max: chunk[at + 6] ?? 0,
      nonzero: chunk[at + 7] ?? 0,
      histogram: { bytes, from: chunk[at + 9] ?? 0, to: chunk[at + 10] ?? 0 },
    };
  }

  #chunkOf(row: number): Float64Array {
    return this.#chunks[row >> rowBits] as Float64Array;
  }
}
