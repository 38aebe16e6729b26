import type { StopCause } from '../model/record.ts';

/** Why a load is ended before its time. */
export interface Stop {
  readonly by: StopCause;
  /** What was seen, as the end of a sentence: `error_rate 80 % in each second of 5 s`. */
  readonly reason: string;
}

/** Something that may end the load. */
export interface Stopper {
  /** Asked a few times a second while the load goes on, until one gives a reason. */
  look(elapsedMs: number): Stop | null;
}

/** Asks all stoppers; the first reason ends the load. */
export class Stops {
  readonly #stoppers: readonly Stopper[];
  readonly #stopped = new AbortController();
  #first: Stop | null = null;

  constructor(stoppers: readonly Stopper[]) {
    this.#stoppers = stoppers;
  }

  /** Aborted with the first reason. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  get first(): Stop | null {
    return this.#first;
  }

  look(elapsedMs: number): void {
    for (const stopper of this.#stoppers) {
      if (this.#first !== null) return;
      this.#first = stopper.look(elapsedMs);
      if (this.#first !== null) this.#stopped.abort();
    }
  }
}
