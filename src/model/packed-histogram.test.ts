import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBuckets, HistogramPacker, packHistogram, type PackedHistogram } from './packed-histogram.ts';
import { bucketsOf } from './testing/buckets.ts';

/** As the format says, number by number. */
function expectedBuckets(numbers: readonly number[]): [number, number][] {
  const buckets: [number, number][] = [];
  let index = 0;
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    index += numbers[i] ?? 0;
    buckets.push([index, numbers[i + 1] ?? 0]);
  }
  return buckets;
}

describe('a packed histogram', () => {
  const small = fc.integer({ min: -200, max: 20_000 });
  const numbers = fc.array(fc.oneof(small, fc.maxSafeInteger()));

  it('holds every bucket, whatever its numbers are', () => {
    fc.assert(
      fc.property(numbers, (all) => {
        expect(bucketsOf(packHistogram(all))).toEqual(expectedBuckets(all));
      }),
    );
  });

  it.each([0, 1, -1, 63, 64, -64, 127, 128, 8191, 8192, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    'holds a count of %d',
    (count) => expect(bucketsOf(packHistogram([0, 7, 1, count]))).toEqual([[0, 7], [1, count]]), // prettier-ignore
  );

  it('takes a byte for each bucket that follows another and holds few', () => {
    const lengthOf = (numbers: readonly number[]) => {
      const { from, to } = packHistogram(numbers);
      return to - from;
    };
    expect(lengthOf([286, 5, 1, 127, 1, 0, 1, 9]) - lengthOf([286, 5])).toBe(3);
    expect(lengthOf([286, 5, 1, 128]) - lengthOf([286, 5])).toBeGreaterThan(1);
  });

  it('stays as it is when others are packed after it, also those that are begun and dropped', () => {
    const packer = new HistogramPacker();
    const pack = (all: readonly number[]): PackedHistogram => {
      for (const number of [1, 2, 3]) packer.add(number);
      packer.begin();
      for (const number of all) packer.add(number);
      return packer.take();
    };
    // More than fits in a block.
    const many = Array.from({ length: 1000 }, (_, i) => Array.from({ length: i % 400 }, (__, k) => i * k));
    const packed = many.map(pack);
    expect(packed.map(bucketsOf)).toEqual(many.map(expectedBuckets));
    expect(new Set(packed.map(({ bytes }) => bytes)).size).toBeGreaterThan(1);
  });

  it('leaves out a gap without a count, also for the one after it', () => {
    const packer = new HistogramPacker();
    for (const number of [286, 17, 3]) packer.add(number);
    expect(bucketsOf(packer.take())).toEqual([[286, 17]]);
    for (const number of [5, 2]) packer.add(number);
    expect(bucketsOf(packer.take())).toEqual([[5, 2]]);
  });

  it('has room for the largest numbers, wherever its block ends', () => {
    for (let before = 0; before < 64; before++) {
      const all = [...Array.from({ length: 2 * before }, () => 1), Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
      expect(bucketsOf(packHistogram(all))).toEqual(expectedBuckets(all));
    }
  });

  it('may be larger than a block', () => {
    const all = Array.from({ length: 300_000 }, (_, i) => i % 90);
    expect(bucketsOf(packHistogram(all))).toEqual(expectedBuckets(all));
  });
});

/** Counts of buckets from `first` on, in as many buckets as were asked for. */
class Window {
  first: number;
  buckets: Float64Array;

  constructor(first: number, length: number) {
    this.first = first;
    this.buckets = new Float64Array(length);
  }

  place(index: number): number {
    const { first, buckets } = this;
    const isEmpty = buckets.length === 0;
    this.first = isEmpty ? index : Math.min(first, index);
    this.buckets = new Float64Array((isEmpty ? index : Math.max(first + buckets.length - 1, index)) + 1 - this.first);
    this.buckets.set(buckets, isEmpty ? 0 : first - this.first);
    return index - this.first;
  }

  get counts(): [number, number][] {
    return [...this.buckets].flatMap((count, k): [number, number][] => (count === 0 ? [] : [[this.first + k, count]]));
  }
}

describe('buckets that are added to a window', () => {
  const few = fc.integer({ min: 1, max: 200 });
  /** Buckets as they mostly are: many that follow one another. */
  const bucket = fc.oneof(
    { arbitrary: fc.tuple(fc.constant(1), few), weight: 8 },
    fc.tuple(fc.integer({ min: -4, max: 40 }), few),
  );
  const histograms = fc.array(fc.array(bucket, { maxLength: 30 }).map((buckets) => buckets.flat()));

  it('are those of its histogram, wherever the window lies and whatever is packed behind', () => {
    fc.assert(
      fc.property(histograms, fc.integer({ min: -50, max: 50 }), fc.nat(60), (all, first, length) => {
        const packer = new HistogramPacker();
        const packed = all.map((numbers) => {
          for (const number of numbers) packer.add(number);
          return packer.take();
        });
        const window = new Window(first, length);
        const expected = new Map<number, number>();
        packed.forEach((one, i) => {
          addBuckets(one, window);
          for (const [index, count] of expectedBuckets(all[i]!))
            expected.set(index, (expected.get(index) ?? 0) + count);
          expect(window.counts).toEqual([...expected].sort(([a], [b]) => a - b));
        });
      }),
    );
  });
});
