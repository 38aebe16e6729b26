import type { Moments } from '../model/audit.ts';
import { fineSlotMs } from '../model/timeline.ts';

/** Counts writes by when they were last answered. */
export class MomentCounter {
  readonly #t0: number;
  readonly #counts = new Map<number, number>();

  constructor(t0: number) {
    this.#t0 = t0;
  }

  add(unixMs: number): void {
    const slot = Math.floor((unixMs - this.#t0) / fineSlotMs) * fineSlotMs;
    this.#counts.set(slot, (this.#counts.get(slot) ?? 0) + 1);
  }

  list(): Moments {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }
}
