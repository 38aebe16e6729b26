import type { Cell } from '../model/cell.ts';

/** How many cells say what cannot be. */
export class Flaws {
  /** They contradict themselves: what a disk has changed may still read as numbers. */
  impossible = 0;
  /** Their values are too large to be exact. */
  inexact = 0;

  look(cell: Cell): void {
    if (!isPossible(cell)) this.impossible += 1;
    if (isInexact(cell.min) || isInexact(cell.max)) this.inexact += 1;
  }
}

function isPossible({ startMs, endMs, count, timed, nonzero, min, max }: Cell): boolean {
  return (
    count >= 0 &&
    count <= Number.MAX_SAFE_INTEGER &&
    timed <= count &&
    nonzero <= count &&
    startMs <= endMs &&
    min <= max
  );
}

const isInexact = (value: number): boolean => Math.abs(value) > Number.MAX_SAFE_INTEGER;
