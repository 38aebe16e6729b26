import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { isHolderAlive } from '../system/lock.ts';
import type { Entry } from './entry.ts';
import { journalFileName, openEntries, readJournal } from './journal.ts';
import type { JournalHeader } from './record.ts';
import type { RegisteredRun, RunRegistry } from './run-registry.ts';

/** A run that goes on, or has ended without everything undone. */
export interface KnownRun {
  readonly runId: string;
  readonly journalFile: string;
  readonly header: JournalHeader;
  /** Its process lives, or it is on another machine, of which nothing is known here. */
  readonly alive: boolean;
  readonly open: readonly Entry[];
  /** Where it was found; null = in a reports folder. */
  readonly registered: RegisteredRun | null;
}

/** The runs of a reports folder. What cannot be read as a journal is passed over. */
export async function runsOfFolder(reportsDir: string): Promise<KnownRun[]> {
  const names = await readdir(reportsDir).catch(() => []);
  const found = await Promise.all(names.sort().map((name) => readRun(join(reportsDir, name, journalFileName), null)));
  return found.flatMap((run) => (typeof run === 'string' ? [] : [run]));
}

/** The runs that this user has begun anywhere. Those that turn out to be clean, or to have no journal any more, are forgotten. */
export async function runsOfUser(registry: RunRegistry): Promise<KnownRun[]> {
  const found: KnownRun[] = [];
  for (const one of await registry.all()) {
    const run = await readRun(one.journalFile, one);
    if (run === 'gone' || run === 'clean') await registry.remove(one.runId);
    else if (run !== 'unreadable') found.push(run);
  }
  return found;
}

/** Runs that this user has begun, whose journals are there and say nothing: what they have left is unknown. */
export async function unreadableRuns(registry: RunRegistry): Promise<RegisteredRun[]> {
  const unreadable: RegisteredRun[] = [];
  for (const one of await registry.all()) {
    if ((await readRun(one.journalFile, one)) === 'unreadable') unreadable.push(one);
  }
  return unreadable;
}

/** Both, each run once. */
export async function knownRuns(reportsDir: string, registry: RunRegistry): Promise<KnownRun[]> {
  const [here, anywhere] = [await runsOfFolder(reportsDir), await runsOfUser(registry)];
  const isNew = ({ runId }: KnownRun) => anywhere.every((one) => one.runId !== runId);
  return [...anywhere, ...here.filter(isNew)];
}

async function readRun(
  journalFile: string,
  registered: RegisteredRun | null,
): Promise<KnownRun | 'clean' | 'gone' | 'unreadable'> {
  const journal = await readJournal(journalFile).catch((error: unknown) =>
    error instanceof ProofloadError && error.code === 'no-journal' ? 'gone' : 'unreadable',
  );
  if (typeof journal === 'string') return journal;
  const { header } = journal;
  const alive = isHolderAlive(header);
  const open = openEntries(journal).map(({ entry }) => entry);
  if (!alive && open.length === 0 && journal.unknown.length === 0) return 'clean';
  return { runId: header.runId, journalFile, header, alive, open, registered };
}
