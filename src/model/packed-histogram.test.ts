import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistogramPacker, packHistogram, type PackedHistogram } from './packed-histogram.ts';
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

  it('may be larger than a block', () => {
    const all = Array.from({ length: 300_000 }, (_, i) => i % 90);
    expect(bucketsOf(packHistogram(all))).toEqual(expectedBuckets(all));
  });
});
