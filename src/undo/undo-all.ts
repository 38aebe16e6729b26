import { sleep } from '../system/clock.ts';
import { endProcesses } from '../system/end-processes.ts';
import type { Entry, Kind } from './entry.ts';
import type { OpenEntry, State } from './record.ts';
import { undoEntry, type UndoContext } from './undo.ts';

/**
 * Faults go first, while what they broke still runs; then processes and containers; then disks, networks, and proxies whose ports processes had; then what processes hold open, and what disks are in; locks last, since a free
 * lock says that all is clean. Within a wave everything is undone at once, begun with the newest: one that hangs holds up nobody.
 */
const waveOf = {
  toxic: 0,
  command: 0,
  'cpu-group': 0,
  process: 1,
  container: 1,
  mount: 2,
  network: 2,
  'proxy-enabled': 2,
  'postgres-schema': 3,
  folder: 3,
  file: 3,
  lock: 4,
} satisfies Record<Kind, number>;

export interface NotUndone {
  readonly id: string;
  readonly entry: Entry;
  readonly reason: string;
}

export interface UndoAllOptions extends UndoContext {
  readonly runId: string;
  /** Told of every change; must not reject. */
  readonly record: (id: string, state: State, reason?: string) => Promise<void>;
  /** Pauses before what failed is tried again, in milliseconds. @default [100, 400] */
  readonly retryAfterMs?: readonly number[];
}

/**
 * Undoes what is open (given newest first), and ends every process that carries the run's id. Gives what is left.
 */
export async function undoAllOf(open: readonly OpenEntry[], options: UndoAllOptions): Promise<NotUndone[]> {
  let left = await onePass(open, options);
  for (const pauseMs of options.retryAfterMs ?? [100, 400]) {
    if (left.length === 0) break;
    await sleep(pauseMs);
    left = await onePass(
      left.map(({ id, entry }) => ({ id, entry, state: 'failed' as const })),
      options,
    );
  }
  return left;
}

async function onePass(open: readonly OpenEntry[], options: UndoAllOptions): Promise<NotUndone[]> {
  const left: NotUndone[] = [];
  for (const wave of [0, 1, 2, 3, 4]) {
    const begun = open.filter(({ entry }) => waveOf[entry.kind] === wave);
    await Promise.all(begun.map(({ id }) => options.record(id, 'undoing')));
    await Promise.all(
      begun.map(async ({ id, entry }) => {
        const reason = await undoEntry(entry, options);
        await options.record(id, reason === undefined ? 'undone' : 'failed', reason);
        if (reason !== undefined) left.push({ id, entry, reason });
      }),
    );
    // After the entries, whose processes may have a gentler signal: what a child let go of, so that nothing else leads to it.
    if (wave === waveOf.process) await endProcesses({ setting: `PROOFLOAD_RUN_ID=${options.runId}` }, []);
  }
  return left;
}
