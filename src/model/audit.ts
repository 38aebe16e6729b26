/** `audit.json`: what became of the writes that journeys kept account of. Times in ms since t0. */
export interface Audit {
  readonly version: 1;
  readonly ledgers: readonly LedgerAudit[];
}

/** Of one ledger. Writes are counted by their keys: one that was tried again is the same write. */
export interface LedgerAudit {
  readonly ledger: string;
  /** Writes that were about to be sent: the sum of the next three. */
  readonly writes: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  /** Reads of what was acknowledged before they began. */
  readonly reads: number;
  /** Those that missed it. */
  readonly staleReads: Found;
  /** The longest time after its acknowledgement at which a write was still missed. */
  readonly staleForMs: number;
  /** What is there; null when it could not be read back. */
  readonly found: FoundWrites | null;
  /** Why it could not, or what else is wrong with the account itself. */
  readonly problem: string | null;
}

export interface FoundWrites {
  /** Writes of this run that are there, each counted once. */
  readonly present: number;
  /** Acknowledged, and not there. */
  readonly lost: LostWrites;
  /** Refused, and there. */
  readonly phantom: Found;
  /** There more than once. */
  readonly duplicated: Found;
  /** There, and never sent by this run, though their keys begin with its id. */
  readonly unexpected: Found;
  /** There with another value than the acknowledged one. */
  readonly altered: Found;
  /** Writes whose values were compared. */
  readonly compared: number;
  /** When those lost and duplicated were last answered; absent in records of before. */
  readonly lostAt?: Moments | undefined;
  readonly duplicatedAt?: Moments | undefined;
}

/** How many in each tenth of a second that has any, by its beginning; in order of time. */
export type Moments = readonly (readonly [atMs: number, count: number])[];

export interface Found {
  readonly count: number;
  /** The first of them, in order of time. */
  readonly examples: readonly WriteExample[];
}

export interface LostWrites extends Found {
  /** When the first and the last of them were acknowledged; null = none is lost. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface WriteExample {
  readonly key: string;
  /** When it was about to be sent; null = it never was. */
  readonly sentMs: number | null;
  /** When it was acknowledged, or else when its last outcome was known; null = never. */
  readonly endedMs: number | null;
}

/** So many examples are kept of everything that is found. */
export const mostExamples = 20;

/** Why there is nothing to compare a ledger with that its target does not say how to read back. */
export function noAuditOf(ledger: string): string {
  return `the target has no audit of ${ledger}`;
}
