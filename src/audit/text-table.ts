const pageBytes = 1 << 20;

/**
 * Numbers texts in the order in which they first come, millions of them in little more memory than their bytes:
 * a Map of strings takes five times as much.
 *
 * Texts lie one after another in pages; an open-addressed table of their numbers finds them by their hash.
 */
export class TextTable {
  readonly #pages: Buffer[] = [];
  /** Bytes that are used of the last page. */
  #used = pageBytes;
  /** Where each text is: page times page size plus place in the page; then its length and hash. */
  #places = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #hashes = new Uint32Array(1024);
  /** Numbers plus one; zero is free. Its length is a power of two. */
  #slots = new Uint32Array(2048);
  size = 0;

  /** The number of a text, which is added if it is new. */
  add(text: string): number {
    const bytes = Buffer.from(text);
    const hash = hashOf(bytes);
    const slot = this.#slotOf(bytes, hash);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    const number = this.size++;
    this.#store(number, bytes, hash);
    this.#slots[slot] = this.size;
    if (this.size * 2 > this.#slots.length) this.#spread();
    return number;
  }

  /** -1: it is not there. */
  find(text: string): number {
    const bytes = Buffer.from(text);
    return (this.#slots[this.#slotOf(bytes, hashOf(bytes))] ?? 0) - 1;
  }

  text(number: number): string {
    return this.#bytes(number).toString();
  }

  startsWith(number: number, ascii: string): boolean {
    return this.#bytes(number).subarray(0, ascii.length).toString('latin1') === ascii;
  }

  /** Where the text is, or else where it belongs. */
  #slotOf(bytes: Buffer, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0 || (this.#hashes[number] === hash && this.#bytes(number).equals(bytes))) return slot;
    }
  }

  #bytes(number: number): Buffer {
    const place = this.#places[number] ?? 0;
    const at = place % pageBytes;
    const page = this.#pages[(place - at) / pageBytes] ?? Buffer.alloc(0);
    return page.subarray(at, at + (this.#lengths[number] ?? 0));
  }

  #store(number: number, bytes: Buffer, hash: number): void {
    if (number === this.#places.length) {
      this.#places = doubled(this.#places);
      this.#lengths = doubled(this.#lengths);
      this.#hashes = doubled(this.#hashes);
    }
    if (this.#used + bytes.length > pageBytes) {
      this.#pages.push(Buffer.allocUnsafeSlow(Math.max(pageBytes, bytes.length)));
      this.#used = 0;
    }
    this.#pages.at(-1)?.set(bytes, this.#used);
    this.#places[number] = (this.#pages.length - 1) * pageBytes + this.#used;
    this.#lengths[number] = bytes.length;
    this.#hashes[number] = hash;
    this.#used += bytes.length;
  }

  #spread(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** The same numbers, with as much room again behind them. */
export function doubled<T extends Float64Array | Uint32Array | Uint8Array>(array: T): T {
  const next = new (array.constructor as new (length: number) => T)(array.length * 2);
  next.set(array);
  return next;
}

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. */
function hashOf(bytes: Buffer): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash >>> 0;
}
