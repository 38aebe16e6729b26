import { readFile } from 'node:fs/promises';
import { ProofloadError } from '../diagnostic/error.ts';
import { headerSchema, recordSchema } from './entry-schema.ts';
import { applyRecord, type JournalHeader, type JournalRecord, type OpenEntry } from './record.ts';

/** The journal's name in the folder of a run. */
export const journalFileName = 'journal.ndjson';

/** A line that can be read as JSON but is no record that we know. */
export interface UnknownLine {
  readonly line: number;
  readonly reason: string;
}

export interface Journal {
  readonly file: string;
  readonly header: JournalHeader;
  readonly records: readonly JournalRecord[];
  readonly unknown: readonly UnknownLine[];
}

/**
 * Reads a journal. A torn line (killed in the middle of the write) is passed over: what it announced was not made yet, and what
 * it reported as undone is undone again.
 *
 * @throws {ProofloadError} `no-journal`; `journal-unreadable` when it has no header.
 */
export async function readJournal(file: string): Promise<Journal> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      const hint = 'give the journal of a run, such as reports/<run>/journal.ndjson, or nothing for all runs';
      throw new ProofloadError('no-journal', `there is no journal ${file}`, { hint });
    }
    throw unreadable(file, 'it cannot be read', error);
  }
  const [first = '', ...rest] = text.split('\n');
  const header = headerSchema.safeParse(parseLine(first));
  if (!header.success) throw unreadable(file, 'its first line is not the header of a journal (version 1)');

  const records: JournalRecord[] = [];
  const unknown: UnknownLine[] = [];
  for (const [index, line] of rest.entries()) {
    const value = parseLine(line);
    if (value === undefined) continue;
    const record = recordSchema.safeParse(value);
    if (record.success) records.push(record.data);
    else
      unknown.push({
        line: index + 2,
        reason: record.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      });
  }
  return { file, header: header.data, records, unknown };
}

/** What is not undone, newest first. */
export function openEntries(journal: Pick<Journal, 'records'>): OpenEntry[] {
  const open = new Map<string, OpenEntry>();
  for (const record of journal.records) applyRecord(open, record);
  return [...open.values()].reverse();
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function unreadable(file: string, why: string, cause?: unknown): ProofloadError {
  return new ProofloadError('journal-unreadable', `the journal ${file} says nothing: ${why}`, {
    exit: 'unclean',
    location: { file },
    hint: 'if it is the journal of a run, look for processes and folders of that run by hand; then delete it',
    cause,
  });
}
