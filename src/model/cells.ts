import type { Cell } from './cell.ts';
import { CellTable } from './cell-table.ts';

/** The cells of a series, in the order in which they came. Each is made into an object when it is asked for. */
export class Cells implements Iterable<Cell> {
  readonly #table: CellTable;
  readonly #rows: number[] = [];

  /** @param table holds them, and may hold those of other series: what is read together should lie together */
  constructor(table: CellTable) {
    this.#table = table;
  }

  static of(cells: Iterable<Cell>): Cells {
    const all = new Cells(new CellTable());
    for (const cell of cells) all.push(cell);
    return all;
  }

  get length(): number {
    return this.#rows.length;
  }

  push(cell: Cell): void {
    this.#rows.push(this.#table.push(cell));
  }

  /** @param index from 0, below `length` */
  at(index: number): Cell {
    return this.#table.cell(this.#rows[index] ?? 0);
  }

  filter(isWanted: (cell: Cell) => boolean): Cells {
    const wanted = new Cells(this.#table);
    for (const row of this.#rows) if (isWanted(this.#table.cell(row))) wanted.#rows.push(row);
    return wanted;
  }

  map<T>(told: (cell: Cell) => T): T[] {
    return this.#rows.map((row) => told(this.#table.cell(row)));
  }

  *[Symbol.iterator](): Generator<Cell> {
    for (const row of this.#rows) yield this.#table.cell(row);
  }
}
