import type { JournalRecord } from './record.ts';

/** What the harness tells its guardian, one JSON line each. The end of the stream without `end` means that the harness died. */
export type GuardianMessage =
  | { readonly type: 'hello'; readonly runId: string; readonly journalFile: string; readonly leaseMs: number }
  | { readonly type: 'record'; readonly record: JournalRecord }
  /** The value of an environment variable that an entry names; it goes through the pipe only, never to a disk. */
  | { readonly type: 'secret'; readonly name: string; readonly value: string }
  | { readonly type: 'beat' }
  | { readonly type: 'end' };
