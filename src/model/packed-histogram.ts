/**
 * The numbers `[firstIndex, count, gap, count, …]` of a sparse histogram, packed into `bytes` from `from` to `to`.
 *
 * Most of them are small, and an hour of load has many millions: in a byte each they take an eighth of an array's room.
 * Each is its absolute value in groups of bits, the lowest first, with a mark on all bytes but the last; the first byte
 * has six bits of the value, and the sign below them.
 *
 * ```
 *   first byte: [more | 6 bits | sign]     others: [more | 7 bits]
 * ```
 */
export interface PackedHistogram {
  /** Shared with other histograms. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

export const emptyHistogram: PackedHistogram = { bytes: new Uint8Array(0), from: 0, to: 0 };

const more = 0x80;
const markOrSign = more | 1;
const [comma, minus, zero, nine] = [0x2c, 0x2d, 0x30, 0x39];
/** Blocks grow up to this, so that few histograms do not take much. */
const blockBytes = 256 * 1024;
/** Of a safe integer. */
const mostBytes = 8;

/** Packs one histogram after the other. Blocks are never moved: they live for as long as one of their histograms does. */
export class HistogramPacker {
  #block = new Uint8Array(0);
  #from = 0;
  #at = 0;

  /** Begins a histogram. What was added and not taken is dropped. */
  begin(): void {
    this.#at = this.#from;
  }

  /** @param value a safe integer */
  add(value: number): void {
    if (this.#at + mostBytes > this.#block.length) this.#grow();
    if (value >= 0 && value < 64) {
      this.#block[this.#at++] = value * 2;
      return;
    }
    let rest = Math.abs(value);
    let byte = (rest % 64) * 2 + (value < 0 ? 1 : 0);
    for (rest = Math.floor(rest / 64); rest > 0; rest = Math.floor(rest / 128)) {
      this.#block[this.#at++] = byte | more;
      byte = rest % 128;
    }
    this.#block[this.#at++] = byte;
  }

  /**
   * Adds the integers of `286,17,1,3` and gives where the first byte lies that belongs to none; -1 where a number is missing or not exact.
   */
  addText(text: Uint8Array, from: number): number {
    let at = from;
    for (;;) {
      const negative = text[at] === minus;
      if (negative) at += 1;
      const digits = at;
      let value = 0;
      for (let byte = text[at] ?? 0; byte >= zero && byte <= nine; byte = text[++at] ?? 0)
        value = value * 10 + (byte - zero);
      if (at === digits || !Number.isSafeInteger(value)) return -1;
      this.add(negative ? -value : value);
      if (text[at] !== comma) return at;
      at += 1;
      at = this.#addDigits(text, at);
    }
  }

  /** Adds the numbers of one digit that come first: most do, and an hour of load has ten million of them. */
  #addDigits(text: Uint8Array, from: number): number {
    const block = this.#block;
    let to = this.#at;
    let at = from;
    for (; to < block.length && text[at + 1] === comma; at += 2) {
      const digit = (text[at] ?? 0) - zero;
      if (digit < 0 || digit > 9) break;
      block[to++] = digit * 2;
    }
    this.#at = to;
    return at;
  }

  take(): PackedHistogram {
    const packed = { bytes: this.#block, from: this.#from, to: this.#at };
    this.#from = this.#at;
    return packed;
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
 * Adds the count of each bucket to the window. An index without a count is left out.
 *
 * One loop, since it goes round some ten million times for an hour of load: a call for each bucket takes twice the time.
 */
export function addBuckets({ bytes, from, to }: PackedHistogram, window: BucketWindow): void {
  let { first, buckets } = window;
  let index = 0;
  let isGap = true;
  for (let at = from; at < to; isGap = !isGap) {
    // Most gaps and counts are small, and most buckets in the window.
    for (; isGap && at + 1 < to; at += 2) {
      const gap = bytes[at] ?? 0;
      const count = bytes[at + 1] ?? 0;
      const k = index + (gap >> 1) - first;
      if (((gap | count) & markOrSign) !== 0 || k < 0 || k >= buckets.length) break;
      buckets[k] = (buckets[k] ?? 0) + (count >> 1);
      index = first + k;
    }
    if (at === to) return;
    let byte = bytes[at++] ?? 0;
    const isNegative = (byte & 1) === 1;
    let value = (byte & ~more) >> 1;
    for (let unit = 64; byte >= more; unit *= 128) {
      byte = bytes[at++] ?? 0;
      value += (byte & ~more) * unit;
    }
    if (isNegative) value = -value;
    if (isGap) {
      index += value;
      continue;
    }
    let k = index - first;
    if (k < 0 || k >= buckets.length) {
      k = window.place(index);
      ({ first, buckets } = window);
    }
    buckets[k] = (buckets[k] ?? 0) + value;
  }
}
