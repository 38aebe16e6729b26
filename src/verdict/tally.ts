import { bucketOf } from '../model/histogram.ts';
import { addBuckets, type BucketWindow } from '../model/packed-histogram.ts';
import type { Cell } from '../model/cell.ts';

/** Bucket indexes beyond these are no times; they are counted at the rim. 2^±128 thousandths. */
const rim = 4096;
const slack = 16;

const noBuckets = new Float64Array(0);

/**
 * The sum of any number of cells: counts, and the distribution of their times.
 *
 * Buckets are a dense window that grows to what it has seen: adding a cell of an hour's run to a Map costs ten times as much.
 */
export class Tally implements BucketWindow {
  count = 0;
  timed = 0;
  nonzero = 0;
  sum = 0;
  /** Over the timed samples, in thousandths of the unit. */
  min = Infinity;
  max = -Infinity;
  /** `buckets[k]` counts bucket `first + k`. */
  first = 0;
  buckets = noBuckets;

  add(cell: Cell): void {
    this.#addTotals(cell);
    // The buckets of the first cell are most of those to come.
    if (this.buckets.length === 0 && cell.timed > 0) this.#reach(rangeBucket(cell.min), rangeBucket(cell.max));
    addBuckets(cell.histogram, this);
  }

  merge(other: Tally): void {
    this.#addTotals(other);
    const { buckets, first } = other;
    if (buckets.length === 0) return;
    this.#reach(first, first + buckets.length - 1);
    const shift = first - this.first;
    for (let k = 0; k < buckets.length; k++)
      this.buckets[k + shift] = (this.buckets[k + shift] ?? 0) + (buckets[k] ?? 0);
  }

  /** The same, with samples that have no time as samples of 0. */
  withZeros(): Tally {
    if (this.count === this.timed) return this;
    const all = new Tally();
    all.merge(this);
    all.timed = this.count;
    all.min = Math.min(0, all.min);
    all.max = Math.max(0, all.max);
    return all;
  }

  clear(): void {
    this.count = this.timed = this.nonzero = this.sum = 0;
    this.min = Infinity;
    this.max = -Infinity;
    this.buckets.fill(0);
  }

  #addTotals(more: Omit<Cell, 'startMs' | 'endMs' | 'histogram'>): void {
    this.count += more.count;
    this.nonzero += more.nonzero;
    this.sum += more.sum;
    // Without a time, min and max of a cell say nothing.
    if (more.timed === 0) return;
    this.timed += more.timed;
    if (more.min < this.min) this.min = more.min;
    if (more.max > this.max) this.max = more.max;
  }

  /** Where bucket `wanted`, or the rim, lies in the window, which grows to hold it. */
  place(wanted: number): number {
    const index = atMostRim(wanted);
    this.#reach(index, index);
    return index - this.first;
  }

  /** Lets the window reach from one bucket to another, and somewhat further: to make a new one costs more than to fill it. */
  #reach(lowest: number, highest: number): void {
    const [from, to] = [atMostRim(lowest), atMostRim(highest)];
    const { first, buckets } = this;
    const last = first + buckets.length - 1;
    if (from >= first && to <= last) return;
    const empty = buckets.length === 0;
    this.first = !empty && from >= first ? first : from - slack;
    const grown = new Float64Array((!empty && to <= last ? last : to + slack) - this.first + 1);
    if (!empty) grown.set(buckets, first - this.first);
    this.buckets = grown;
  }
}

/** All of them as one; a single one is given itself. */
export function together(tallies: readonly Tally[]): Tally {
  const [first = new Tally(), ...others] = tallies;
  if (others.length === 0) return first;
  const all = new Tally();
  for (const tally of tallies) all.merge(tally);
  return all;
}

/** Times of 0 are in no bucket; the smallest other is 1. */
const rangeBucket = (thousandths: number): number => bucketOf(Math.max(1, thousandths));

const atMostRim = (index: number): number => Math.max(-rim, Math.min(rim, index));
