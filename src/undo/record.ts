import type { Entry } from './entry.ts';

/** What has become of an entry. An intent that was never made is undone like any other: undoing what is not there is done. */
export type State = 'intent' | 'made' | 'undoing' | 'undone' | 'failed';

/** Who writes the journal: while this process lives, the run is its own business. */
export interface JournalHeader {
  readonly journal: 'proofload';
  readonly version: 1;
  readonly runId: string;
  readonly host: string;
  readonly pid: number;
  readonly startTime: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One line of the journal after the header. */
export interface JournalRecord {
  readonly id: string;
  readonly state: State;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Given with `intent` and, with what is known by then, with `made`. */
  readonly entry?: Entry | undefined;
  /** Why undoing `failed`. */
  readonly reason?: string | undefined;
}

/** An entry that is not undone yet. */
export interface OpenEntry {
  readonly id: string;
  readonly state: State;
  readonly entry: Entry;
}

/** Applies one record to what is open. The order of the map is the order in which the entries were made. */
export function applyRecord(open: Map<string, OpenEntry>, record: JournalRecord): void {
  const entry = record.entry ?? open.get(record.id)?.entry;
  if (record.state === 'undone') open.delete(record.id);
  else if (entry !== undefined) open.set(record.id, { id: record.id, state: record.state, entry });
}
