import type { Cell } from '../model/cell.ts';
import type { Series } from '../model/record.ts';
import type { Slot } from './assign.ts';
import type { Tally } from './tally.ts';

/** All that began in the same phases, by series. */
export interface Pool {
  readonly slotPhases: readonly string[];
  /** As `slotPhases`, but what crossed into a fault is at its edge. */
  readonly phases: readonly string[];
  readonly tallies: (Tally | undefined)[];
}

/** The cells of all series that start in one slot. */
export class SlotCells {
  readonly slot: Slot;
  /** Where they are added up that did not cross into a fault. */
  readonly pool: Pool;
  /** Of each cell, which series it is of. */
  readonly series: number[] = [];
  readonly #all: readonly Series[];
  /** Of each cell, which of its series it is. */
  readonly #places: number[] = [];

  constructor(slot: Slot, pool: Pool, all: readonly Series[]) {
    this.slot = slot;
    this.pool = pool;
    this.#all = all;
  }

  add(series: number, place: number): void {
    this.series.push(series);
    this.#places.push(place);
  }

  /** @param index as in `series` */
  cell(index: number): Cell {
    const series = this.#all[this.series[index] ?? 0] as Series;
    return series.cells.at(this.#places[index] ?? 0);
  }
}
