import { AppendLog } from '../system/append-log.ts';
import type { GuardianMessage } from './guardian-message.ts';
import { applyRecord, type OpenEntry } from './record.ts';
import { undoAllOf } from './undo-all.ts';

/** How a guardian ended; its exit code. */
export const guardianExit = { released: 0, harnessDied: 10, leaseOver: 11, incomplete: 12 } as const;

/** Knows what a run has made, from the harness's messages, and undoes it when the harness is not there any more. */
export class Guardian {
  readonly #open = new Map<string, OpenEntry>();
  readonly #secrets = new Map<string, string>();
  readonly #log: (line: string) => void;
  #hello: Extract<GuardianMessage, { type: 'hello' }> | undefined;
  #silentMs = 0;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Takes one line of the pipe. Gives true when the harness has let it go. */
  take(line: string): boolean {
    const message = JSON.parse(line) as GuardianMessage;
    this.#silentMs = 0;
    switch (message.type) {
      case 'hello':
        this.#hello = message;
        break;
      case 'record':
        applyRecord(this.#open, message.record);
        break;
      case 'secret':
        this.#secrets.set(message.name, message.value);
        break;
      case 'beat':
        break;
      case 'end':
        return true;
    }
    return false;
  }

  /** How often `tick` is to be called, in milliseconds. */
  get tickMs(): number {
    return Math.min(1_000, (this.#hello?.leaseMs ?? 400) / 4);
  }

  /**
   * Counts silence, and gives true when the lease is over. Counted in ticks, not read from a clock: while a laptop sleeps
   * neither the harness nor this process runs, and no tick is made up for.
   */
  tick(): boolean {
    this.#silentMs += this.tickMs;
    return this.#hello !== undefined && this.#silentMs > this.#hello.leaseMs;
  }

  /** Undoes everything that is open, and writes it to the journal. Gives whether all of it is gone. */
  async undoAll(why: string, retryAfterMs: readonly number[] = [100, 400, 1_500, 5_000]): Promise<boolean> {
    const hello = this.#hello;
    if (hello === undefined) return true; // the harness died before it said anything: it had made nothing
    const open = [...this.#open.values()].reverse();
    this.#log(`${why}: undoing ${open.length} of run ${hello.runId}`);
    const journal = await AppendLog.open(hello.journalFile).catch((error: unknown) => {
      this.#log(`the journal cannot be written, undoing all the same: ${String(error)}`);
      return undefined;
    });
    const left = await undoAllOf(open, {
      runId: hello.runId,
      variable: (name) => this.#secrets.get(name),
      retryAfterMs,
      record: async (id, state, reason) => {
        const line = JSON.stringify({ id, state, at: Date.now(), ...(reason !== undefined && { reason }) });
        await journal?.append(line).catch((error: unknown) => {
          this.#log(`not written to the journal: ${line}: ${String(error)}`);
        });
      },
    });
    for (const { id, reason } of left) this.#log(`not undone: ${id}: ${reason}`);
    await journal?.close();
    this.#log(left.length === 0 ? 'all undone' : `${left.length} not undone`);
    return left.length === 0;
  }
}
