import { slotMs } from '../model/timeline.ts';

/** Samples of one second, and those of them on the wrong side of the limit. */
export interface Spent {
  readonly wrong: number;
  readonly of: number;
}

/** A rate at which a budget was spent. 1 = as fast as it may be. */
export interface Burn {
  readonly rate: number;
  /** The end of the window, in ms since t0. */
  readonly atMs: number;
}

/** Fewer samples in the long window are no rate. */
const leastSamples = 20;

/**
 * How fast an error budget is spent: the share of samples that are wrong, in units of the share that may be.
 *
 * What counts is the lower of the rates over a long window and over its last twelfth: the long one so that a moment is not
 * taken for a trend, the short one so that what is over is not taken to go on (Google, The Site Reliability Workbook,
 * chapter 5, "Multiwindow, Multi-Burn-Rate Alerts"). Only whole windows count, without a gap in them.
 */
export class BurnMeter {
  readonly #allowed: number;
  readonly #long: number;
  readonly #short: number;
  #seconds: Spent[] = [];
  #worst: Burn | null = null;

  /** @param allowed share of samples that may be wrong @param windowMs length of the long window */
  constructor(allowed: number, windowMs: number) {
    this.#allowed = allowed;
    this.#long = Math.max(1, Math.round(windowMs / slotMs));
    this.#short = Math.max(1, Math.round(this.#long / 12));
  }

  /** The highest rate so far. */
  get worst(): Burn | null {
    return this.#worst;
  }

  /** Adds the second that ends at `atMs`; null = it does not count, and nothing goes on across it. */
  add(atMs: number, second: Spent | null): void {
    if (second === null) {
      this.#seconds = [];
      return;
    }
    this.#seconds.push(second);
    if (this.#seconds.length > this.#long) this.#seconds.shift();
    if (this.#seconds.length < this.#long) return;
    const rate = Math.min(this.#rateOver(this.#long, leastSamples), this.#rateOver(this.#short, 1));
    if (rate > (this.#worst?.rate ?? -1)) this.#worst = { rate, atMs };
  }

  /** Of the last so many seconds; below any where they have too few samples. */
  #rateOver(seconds: number, least: number): number {
    const last = this.#seconds.slice(-seconds);
    const of = last.reduce((sum, second) => sum + second.of, 0);
    return of < least ? -1 : last.reduce((sum, second) => sum + second.wrong, 0) / of / this.#allowed;
  }
}
