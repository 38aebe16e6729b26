import { addBuckets, type PackedHistogram } from '../packed-histogram.ts';

/** Index and count of each bucket, in the order in which they were packed. */
export function bucketsOf(packed: PackedHistogram): [number, number][] {
  const indexes: number[] = [];
  const buckets = new Float64Array(packed.to - packed.from);
  // No bucket is ever in the window, so that each gets a place of its own.
  addBuckets(packed, { first: Infinity, buckets, place: (index) => indexes.push(index) - 1 });
  return indexes.map((index, at) => [index, buckets[at] ?? 0]);
}
