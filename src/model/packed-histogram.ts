/**
 * The numbers `[firstIndex, count, gap, count, …]` of a sparse histogram, packed into `bytes` from `from` to `to`.
 *
 * Most buckets follow the one before and hold few: with a byte for each of them, the many millions of an hour of load
 * take a sixteenth of an array's room. Other buckets are led by a mark, and their gap and count are each its absolute
 * value in groups of bits, the lowest first; the first byte has six bits of it, and the sign below them.
 *
 * ```
 *   next bucket: [7 bits of its count | 0]     other: [1] gap count
 *   gap, count:  [more | 6 bits | sign]  [more | 7 bits]  …
 * ```
 */
export interface PackedHistogram {
  /** Shared with other histograms. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

export const emptyHistogram: PackedHistogram = { bytes: new Uint8Array(0), from: 0, to: 0 };

const mark = 1;
const more = 0x80;
const [comma, minus, zero, nine] = [0x2c, 0x2d, 0x30, 0x39];
/** Blocks grow up to this, so that few histograms do not take much. */
const blockBytes = 256 * 1024;
/** Of a bucket: a mark, and two safe integers. */
const mostBytes = 17;

/** `1,0,` as the four bytes that they are, the first the lowest. */
const nextBucket = 0x2c302c31;
/** What differs from it when its count is another digit: that digit. */
const mostDigit = 9 << 16;

/** Packs one histogram after the other. Blocks are never moved: they live for as long as one of their histograms does. */
export class HistogramPacker {
  #block = new Uint8Array(0);
  #from = 0;
  #at = 0;
  /** Of the bucket whose count is to come. */
  #gap: number | null = null;
  #total = 0;

  /** Sum of all counts of the histogram that was begun last. */
  get total(): number {
    return this.#total;
  }

  /** Begins a histogram. What was added and not taken is dropped. */
  begin(): void {
    this.#at = this.#from;
    this.#gap = null;
    this.#total = 0;
  }

  /** Adds the next number. @param value a safe integer */
  add(value: number): void {
    const gap = this.#gap;
    this.#gap = gap === null ? value : null;
    if (gap === null) return;
    this.#total += value;
    if (this.#at + mostBytes > this.#block.length) this.#grow();
    if (gap === 1 && value >= 0 && value < 128) {
      this.#block[this.#at++] = value * 2;
      return;
    }
    this.#block[this.#at++] = mark;
    this.#addSigned(gap);
    this.#addSigned(value);
  }

  /**
   * Adds the integers of `286,17,1,3` and gives where the first byte lies that belongs to none; -1 where a number is missing or not
   * exact, or a count negative.
   *
   * @param text with a byte at its end that belongs to none @param view of the same bytes
   */
  addText(text: Uint8Array, view: DataView, from: number): number {
    let at = from;
    for (;;) {
      const negative = text[at] === minus;
      if (negative) at += 1;
      const digits = at;
      let value = 0;
      for (let byte = text[at] ?? 0; byte >= zero && byte <= nine; byte = text[++at] ?? 0)
        value = value * 10 + (byte - zero);
      if (at === digits || !Number.isSafeInteger(value)) return -1;
      if (negative && this.#gap !== null) return -1;
      this.add(negative ? -value : value);
      if (text[at] !== comma) return at;
      at += 1;
      if (this.#gap === null) at = this.#addNext(view, at);
    }
  }

  /** Adds buckets of the text for as long as each follows the one before and has a count of one digit, as most have. */
  #addNext(view: DataView, from: number): number {
    const block = this.#block;
    let to = this.#at;
    let at = from;
    let total = 0;
    for (const last = view.byteLength - 4; to < block.length && at <= last; at += 4) {
      const count = view.getUint32(at, true) ^ nextBucket;
      if ((count & 0xffff) !== 0 || count < 0 || count > mostDigit) break;
      block[to++] = count >> 15;
      total += count >> 16;
    }
    this.#total += total;
    this.#at = to;
    return at;
  }

  /** What has a gap and no count is left out. */
  take(): PackedHistogram {
    const packed = { bytes: this.#block, from: this.#from, to: this.#at };
    this.#from = this.#at;
    this.#gap = null;
    return packed;
  }

  #addSigned(value: number): void {
    let rest = Math.abs(value);
    let byte = (rest % 64) * 2 + (value < 0 ? 1 : 0);
    for (rest = Math.floor(rest / 64); rest > 0; rest = Math.floor(rest / 128)) {
      this.#block[this.#at++] = byte | more;
      byte = rest % 128;
    }
    this.#block[this.#at++] = byte;
  }

  #grow(): void {
    const begun = this.#block.subarray(this.#from, this.#at);
    const length = Math.max(64, Math.min(blockBytes, 2 * this.#block.length), 2 * begun.length);
    this.#block = new Uint8Array(length);
    this.#block.set(begun);
    this.#from = 0;
    this.#at = begun.length;
  }
}

export function packHistogram(numbers: readonly number[]): PackedHistogram {
  const packer = new HistogramPacker();
  for (const number of numbers) packer.add(number);
  return packer.take();
}

/** Counts of buckets, side by side. */
export interface BucketWindow {
  /** `buckets[k]` counts bucket `first + k`. */
  readonly first: number;
  readonly buckets: Float64Array;
  /** Where a bucket lies that is not in the window, which grows to hold it, or one that stands for it. */
  place(index: number): number;
}

/**
 * Adds the count of each bucket to the window.
 *
 * One loop, since it goes round some ten million times for an hour of load: a call for each bucket takes twice the time.
 */
export function addBuckets({ bytes, from, to }: PackedHistogram, window: BucketWindow): void {
  let { first, buckets } = window;
  let index = 0;
  for (let at = from; at < to;) {
    const before = index - first;
    if (before >= -1 && before < buckets.length) {
      // In a loop of its own, whose numbers are integers to the compiler.
      let k = before | 0;
      for (const last = buckets.length - 1; at < to && k < last; at++) {
        const byte = bytes[at] ?? 0;
        if ((byte & mark) !== 0) break;
        k += 1;
        buckets[k] = (buckets[k] ?? 0) + (byte >> 1);
      }
      index = first + k;
      if (at === to) return;
    }
    let count = bytes[at++] ?? 0;
    if (count === mark) {
      for (let isGap = true; ; isGap = false) {
        let byte = bytes[at++] ?? 0;
        const isNegative = (byte & 1) === 1;
        let value = (byte & ~more) >> 1;
        for (let unit = 64; byte >= more; unit *= 128) {
          byte = bytes[at++] ?? 0;
          value += (byte & ~more) * unit;
        }
        if (isNegative) value = -value;
        if (!isGap) {
          count = value;
          break;
        }
        index += value;
      }
    } else {
      index += 1;
      count >>= 1;
    }
    let k = index - first;
    if (k < 0 || k >= buckets.length) {
      k = window.place(index);
      ({ first, buckets } = window);
    }
    buckets[k] = (buckets[k] ?? 0) + count;
  }
}
