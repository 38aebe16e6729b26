/**
 * What became of one probe: an answer came; nobody listened; the connection was closed or reset, or what came was no
 * answer; nothing came within the probe's deadline.
 */
export type Outcome = 'answered' | 'refused' | 'closed' | 'timeout';

/** One probe through an edge, a line of `probes.ndjson`. Times in ms. */
export interface Probe {
  readonly edge: string;
  /** When it was sent, since t0. */
  readonly sentMs: number;
  /** From opening the connection to the first byte of the answer; null without an answer. */
  readonly tookMs: number | null;
  readonly outcome: Outcome;
}

/** A probe on its way; `result` is undefined until it ends, and null when our own machine could not send it. */
export interface Flight {
  readonly sentMs: number;
  result: Probe | null | undefined;
}

/** What a probe says and how its answer begins. */
export interface ProbeProtocol {
  hello(address: { readonly authority: string; readonly path: string }): Buffer;
  /** Whether the first bytes that came are an answer at all, good or bad. */
  isAnswer(first: Buffer): boolean;
  /** The peer closes the connection after its answer: wait for it, or it sees an abort. */
  readonly peerCloses: boolean;
  /** Speaks within TLS. */
  readonly secure: boolean;
}
