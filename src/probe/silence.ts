/** Keeps the longest silence of something that should be heard again and again. */
export class Silence {
  #heardAt: number;
  #longest = 0;

  constructor(nowMs: number) {
    this.#heardAt = nowMs;
  }

  heard(nowMs: number): void {
    this.#longest = Math.max(this.#longest, nowMs - this.#heardAt);
    this.#heardAt = nowMs;
  }

  /** The longest silence since this was asked last, in ms; one that still goes on counts as far as it has come. */
  longest(nowMs: number): number {
    const longest = Math.max(this.#longest, nowMs - this.#heardAt);
    this.#longest = 0;
    return longest;
  }
}
