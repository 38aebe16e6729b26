import { hostname } from 'node:os';
import { ProofloadError } from '../diagnostic/error.ts';
import { AppendLog } from '../system/append-log.ts';
import { within } from '../system/clock.ts';
import { startTimeOf } from '../system/process-table.ts';
import { checkEntry } from './entry-schema.ts';
import { describeEntry, type Entry, type Made } from './entry.ts';
import { GuardianLink, type GuardianEvent } from './guardian-link.ts';
import type { GuardianMessage } from './guardian-message.ts';
import { applyRecord, type JournalHeader, type JournalRecord, type OpenEntry } from './record.ts';
import { undoAllOf, type NotUndone } from './undo-all.ts';
import { undoEntry } from './undo.ts';

export interface UndoLogOptions {
  /** No other run of this machine has it, ever: whatever process carries it is ended with this run. */
  readonly runId: string;
  /** A new file; its folder exists. `guardian.log` comes to lie beside it. */
  readonly journalFile: string;
  /** How long the harness may be silent before the guardian takes it for dead. @default 15000 */
  readonly leaseMs?: number | undefined;
  /** Takes secrets out of what children of the run print. @default it is logged as it is */
  readonly redact?: ((text: string) => string) | undefined;
  readonly onGuardian?: ((event: GuardianEvent) => void) | undefined;
}

/** An entry whose thing may now be made. */
export interface Entered {
  readonly id: string;
  /** The thing is there; with what is known only now. Throws, with the thing undone, when the run is already being undone. */
  made(patch?: Made): Promise<void>;
  /** The thing is gone. */
  undone(): Promise<void>;
}

export interface UndoLog extends AsyncDisposable {
  readonly runId: string;
  readonly redact: ((text: string) => string) | undefined;
  readonly journalFile: string;
  /** The guardian's process id, for `doctor` and tests. */
  readonly guardianPid: number | undefined;
  /**
   * Enters a thing before it is made. Resolves when the entry is on the disk and with the guardian; make it only then.
   *
   * @throws {ProofloadError} `journal-not-written`; `undo-log-closed` once undoing has begun.
   */
  enter(entry: Entry): Promise<Entered>;
  /** Undoes all that is open, ends every process of the run, lets the guardian go. Gives what could not be undone. May be called again. */
  undoAll(): Promise<readonly NotUndone[]>;
}

/**
 * Opens the journal of a run and starts its guardian.
 *
 * @throws {ProofloadError} `journal-not-written` when the file cannot be made.
 */
export async function openUndoLog(options: UndoLogOptions): Promise<UndoLog> {
  const { runId, journalFile } = options;
  const open = new Map<string, OpenEntry>();
  const secrets = new Map<string, string>();
  const journal = await AppendLog.open(journalFile).catch((error: unknown) => {
    throw notWritten(journalFile, error);
  });
  const write = async (line: JournalHeader | JournalRecord, durable: boolean): Promise<void> => {
    await journal.append(JSON.stringify(line), durable).catch((error: unknown) => {
      throw notWritten(journalFile, error);
    });
  };
  const startTime = startTimeOf(process.pid) ?? '';
  await write(
    { journal: 'proofload', version: 1, runId, host: hostname(), pid: process.pid, startTime, at: Date.now() },
    true,
  );

  const guardian = new GuardianLink({
    runId,
    journalFile,
    leaseMs: options.leaseMs ?? 15_000,
    onEvent: (event) => options.onGuardian?.(event),
    snapshot: (): GuardianMessage[] => [
      ...[...secrets].map(([name, value]) => ({ type: 'secret', name, value }) as const),
      ...[...open.values()].map(
        ({ id, state, entry }) => ({ type: 'record', record: { id, state, entry, at: Date.now() } }) as const,
      ),
    ],
  });

  const record = async (change: Omit<JournalRecord, 'at'>, durable = false): Promise<void> => {
    const line = { ...change, at: Date.now() };
    applyRecord(open, line);
    await Promise.all([write(line, durable), guardian.send({ type: 'record', record: line })]);
  };

  let undoing: Promise<readonly NotUndone[]> | undefined;
  let count = 0;
  /** Processes that are being started this instant. */
  const starting = new Set<Promise<void>>();

  const undoAll = async (): Promise<readonly NotUndone[]> => {
    await within(Promise.all(starting), 1_000);
    const left = await undoAllOf([...open.values()].reverse(), {
      runId,
      variable,
      // A full disk must not stop the undoing.
      record: (id, state, reason) => record({ id, state, reason }).catch(() => undefined),
    });
    await guardian.close();
    await journal.close();
    return left;
  };

  const log: UndoLog = {
    runId,
    redact: options.redact,
    journalFile,
    get guardianPid() {
      return guardian.pid;
    },
    async enter(entry) {
      if (undoing !== undefined) throw closed(entry);
      checkEntry(entry);
      const id = `e${++count}`;
      if (entry.kind === 'postgres-schema') {
        const value = process.env[entry.urlVariable] ?? '';
        secrets.set(entry.urlVariable, value);
        await guardian.send({ type: 'secret', name: entry.urlVariable, value });
      }
      try {
        await record({ id, state: 'intent', entry }, true);
      } catch (error) {
        open.delete(id); // it will not be made
        throw error;
      }
      const started = entry.kind === 'process' ? addPending(starting) : () => undefined;
      return {
        id,
        async made(patch) {
          const known: Entry = patch === undefined ? entry : { ...entry, ...patch };
          if (undoing === undefined) {
            started();
            return record({ id, state: 'made', entry: known });
          }
          // Entered before the undoing began, and perhaps made after its turn: nobody else will undo it.
          await undoEntry(known, { variable });
          started();
          throw closed(entry);
        },
        async undone() {
          started();
          if (open.has(id)) await record({ id, state: 'undone' });
        },
      };
    },
    undoAll: () => (undoing ??= undoAll()),
    async [Symbol.asyncDispose]() {
      const left = await log.undoAll();
      if (left.length > 0) throw incomplete(left, journalFile);
    },
  };
  return log;
}

/** Adds a promise to the set; the function that comes back settles it and takes it out. */
function addPending(pending: Set<Promise<void>>): () => void {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  pending.add(promise);
  return () => {
    settle();
    pending.delete(promise);
  };
}

function variable(name: string): string | undefined {
  return process.env[name];
}

/** Says what a run leaves behind. */
export function incomplete(left: readonly NotUndone[], journalFile: string): ProofloadError {
  return new ProofloadError('cleanup-incomplete', `${left.length} of what the run made could not be undone`, {
    exit: 'unclean',
    problems: left.map(({ entry, reason }) => ({ message: `${describeEntry(entry)}: ${reason}` })),
    hint: `remove the reasons, then: proofload clean ${journalFile}`,
  });
}

function closed(entry: Entry): ProofloadError {
  return new ProofloadError('undo-log-closed', `the run ended while ${describeEntry(entry)} was being made`, {
    exit: 'interrupted',
    hint: 'nothing: it was undone again',
  });
}

function notWritten(file: string, cause: unknown): ProofloadError {
  return new ProofloadError(
    'journal-not-written',
    `the journal ${file} cannot be written, and nothing is started without it`,
    {
      exit: 'environment',
      hint: 'check that the disk is not full and that the reports folder can be written',
      cause,
    },
  );
}
