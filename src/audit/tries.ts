import { doubled } from './text-table.ts';

/** What became of a try that was not acknowledged. */
const [unknown, refused] = [0, 0xffff_ffff];

/**
 * The tries of all writes, in the order in which they were sent. A write is known by the last of its tries, each of
 * which leads to the one before.
 */
export class Tries {
  size = 0;
  #writes = new Uint32Array(1024);
  /** The try before, of the same write, plus one; 0 = it is the first. */
  #before = new Uint32Array(1024);
  /** Number of its value plus one; 0 = none was told. */
  #values = new Uint32Array(1024);
  /** Of what was acknowledged, how many tries of any write there were by then: those from that number on came after. */
  #ends = new Uint32Array(1024);

  /** @param before the last try of the write so far, null = none @param value null = none is told */
  add(write: number, before: number | null, value: number | null): number {
    const added = this.size++;
    if (added === this.#writes.length) this.#grow();
    this.#writes[added] = write;
    this.#before[added] = before === null ? 0 : before + 1;
    this.#values[added] = value === null ? 0 : value + 1;
    return added;
  }

  write(number: number): number {
    return this.#writes[number] ?? 0;
  }

  acknowledge(number: number): void {
    this.#ends[number] = this.size;
  }

  refuse(number: number): void {
    this.#ends[number] = refused;
  }

  /** Whether all tries of a write were refused. @param last of its tries */
  areRefused(last: number): boolean {
    for (let one = last; one >= 0; one = this.#previous(one)) if (this.#ends[one] !== refused) return false;
    return true;
  }

  /**
   * The values that a write may have; null where one of its tries did not tell it. What was refused is none of them, nor
   * what was acknowledged before a later try began that was acknowledged as well. An unknown one may take effect whenever
   * it likes.
   *
   * @param last of its tries
   */
  values(last: number): readonly number[] | null {
    const values: number[] = [];
    let latest = -1;
    for (let one = last; one >= 0; one = this.#previous(one)) {
      const end = this.#ends[one] ?? unknown;
      const isAcknowledged = end !== unknown && end !== refused;
      if (isAcknowledged && latest < 0) latest = one;
      if (isAcknowledged ? end <= latest : end === refused) continue;
      const value = (this.#values[one] ?? 0) - 1;
      if (value < 0) return null;
      values.push(value);
    }
    return values;
  }

  /** The try before, of the same write; -1 = there is none. */
  #previous(number: number): number {
    return (this.#before[number] ?? 0) - 1;
  }

  #grow(): void {
    this.#writes = doubled(this.#writes);
    this.#before = doubled(this.#before);
    this.#values = doubled(this.#values);
    this.#ends = doubled(this.#ends);
  }
}
