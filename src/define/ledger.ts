/**
 * What became of a write. `acknowledged`: the target said that it was done. `refused`: it surely was not. `unknown`:
 * either, as after a time-out.
 */
export type WriteOutcome = 'acknowledged' | 'refused' | 'unknown';

/** What the outcome of a write is told from: a response of `k6/http`, or the word of who knows another protocol. */
export type WriteAnswer = { readonly status: number; readonly error_code: number } | WriteOutcome;

export interface WriteOptions {
  /** What is written, to find it altered later. The same key always goes with the same value. @default not compared */
  readonly value?: string;
  /** How often the write is sent at most, with the same key, while what became of it is unknown. @default 1 */
  readonly tries?: number;
}

/**
 * Writes of a journey that the target must not lose. What is to be written is on file before it is sent, so that it
 * counts even when the load generator is killed; after the run, the target's audit of the same name reads back what is
 * there.
 */
export interface Ledger {
  /** A key of this run that no other write has. */
  readonly key: () => string;
  /**
   * Sends a write, and notes what became of it by the answer that `send` returns: acknowledged with 2xx and no failed
   * check in `send`; refused with 4xx, or when nothing was sent at all; else unknown. 408, 425 and 429 are unknown, too:
   * proxies say them after they have passed a request on. A try that is followed by an acknowledged one fails no step.
   *
   * @param key as `key` gives it, or any other that begins with the run's id
   * @param send sends one request: with more of them, nothing counts as refused
   */
  readonly write: <T extends WriteAnswer>(key: string, send: () => T, options?: WriteOptions) => T;
  /**
   * Looks for a key, and gives back what `look` returns: whether it is there. Missing what was acknowledged before is a
   * stale read. A look that fails its step is none.
   */
  readonly read: (key: string, look: () => boolean) => boolean;
}
