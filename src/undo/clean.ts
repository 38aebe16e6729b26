import { hostname } from 'node:os';
import { ProofloadError } from '../diagnostic/error.ts';
import { AppendLog } from '../system/append-log.ts';
import { isHolderAlive } from '../system/lock.ts';
import type { Entry } from './entry.ts';
import { openEntries, readJournal, type Journal } from './journal.ts';
import { undoAllOf, type NotUndone } from './undo-all.ts';

export interface Cleaned {
  readonly undone: readonly Entry[];
  readonly left: readonly NotUndone[];
}

/**
 * Undoes what a run that has ended left behind, and writes it to the run's journal. May be called again.
 *
 * @throws {ProofloadError} `run-alive` while the run's process lives; `run-elsewhere`; `no-journal`; `journal-unreadable`; `journal-not-understood`.
 */
export async function clean(journalFile: string): Promise<Cleaned> {
  const journal = await readJournal(journalFile);
  const { header } = journal;
  if (isHolderAlive(header)) throw runAlive(journal);
  if (journal.unknown.length > 0) throw notUnderstood(journal);
  const open = openEntries(journal);
  await using log = await AppendLog.open(journalFile);
  const left = await undoAllOf(open, {
    runId: header.runId,
    variable: (name) => process.env[name],
    record: (id, state, reason) =>
      log.append(JSON.stringify({ id, state, at: Date.now(), reason })).catch(() => undefined),
  });
  const leftIds = new Set(left.map(({ id }) => id));
  return { undone: open.filter(({ id }) => !leftIds.has(id)).map(({ entry }) => entry), left };
}

function runAlive({ header, file }: Journal): ProofloadError {
  const { runId, pid, host } = header;
  if (host !== hostname()) {
    return new ProofloadError(
      'run-elsewhere',
      `run ${runId} was made on another machine (${host}), which cannot be cleaned from here`,
      {
        hint: `run on ${host}: proofload clean ${file}`,
        location: { file },
      },
    );
  }
  return new ProofloadError('run-alive', `run ${runId} is still going on (pid ${pid})`, {
    hint: `let it end, or end it with: kill ${pid}`,
    location: { file },
  });
}

function notUnderstood({ file, unknown }: Journal): ProofloadError {
  return new ProofloadError(
    'journal-not-understood',
    'the journal holds lines that this version of Proofload does not know',
    {
      exit: 'unclean',
      hint: 'clean with the version of Proofload that wrote it',
      problems: unknown.map(({ line, reason }) => ({ message: reason, place: { file, line } })),
    },
  );
}
