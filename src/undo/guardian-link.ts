import { join, dirname } from 'node:path';
import { sleep } from '../system/clock.ts';
import { plainEnvironment } from '../system/plain-environment.ts';
import { startDetached, type Detached } from '../system/detached.ts';
import { guardianVariable } from '../system/end-processes.ts';
import { ownScript } from '../system/own-script.ts';
import { startDeputy } from './deputy.ts';
import type { GuardianMessage } from './guardian-message.ts';
import { guardianExit } from './guardian.ts';

/** What the harness should know about its guardian. */
export type GuardianEvent =
  /** It died, and another one guards what is open. */
  | { readonly type: 'restarted'; readonly how: string }
  /** It took the harness for dead (stopped or blocked for longer than the lease) and undid everything: the run is not valid. */
  | { readonly type: 'took-over' }
  /** It cannot be kept alive: a harness that stands still is not noticed, one that is killed is cleaned up after by the deputy. */
  | { readonly type: 'unguarded'; readonly how: string };

export interface GuardianLinkOptions {
  readonly runId: string;
  readonly journalFile: string;
  readonly leaseMs: number;
  /** All that a guardian that starts now has to be told. */
  readonly snapshot: () => readonly GuardianMessage[];
  readonly onEvent: (event: GuardianEvent) => void;
}

/** A full pipe means a guardian that does not read; that one is as good as dead. */
const writeTimeoutMs = 2_000;
const mostRestarts = 5;

/** The harness's end of the pipe: keeps a guardian alive, beats its heart, hands it messages; and keeps its deputy waiting. */
export class GuardianLink {
  readonly #options: GuardianLinkOptions;
  readonly #beat: NodeJS.Timeout;
  readonly #deputy: Detached;
  #guardian: Detached | undefined;
  #ready: Promise<void> = Promise.resolve();
  #restarts = 0;
  #closed = false;

  constructor(options: GuardianLinkOptions) {
    this.#options = options;
    this.#deputy = startDeputy(options.runId, options.journalFile);
    this.#start();
    this.#beat = setInterval(() => void this.send({ type: 'beat' }), Math.min(1_000, options.leaseMs / 5));
    this.#beat.unref();
  }

  /** The running guardian's process id. */
  get pid(): number | undefined {
    return this.#guardian?.pid;
  }

  /** Resolves when the pipe of a living guardian has the message, or when there is no guardian to be had (which `onEvent` tells). */
  async send(message: GuardianMessage): Promise<void> {
    const guardian = this.#guardian;
    if (guardian === undefined || this.#closed) return;
    try {
      await within(writeTimeoutMs, guardian.write(`${JSON.stringify(message)}\n`));
    } catch {
      guardian.kill();
      await endOf(guardian);
      await this.#ready; // the next one was given the snapshot, and so this message
    }
  }

  /** Lets the guardian and its deputy go; resolves when they have ended. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#ready;
    this.#closed = true;
    clearInterval(this.#beat);
    if (this.#guardian !== undefined)
      await letGo(this.#guardian, JSON.stringify({ type: 'end' } satisfies GuardianMessage));
    await letGo(this.#deputy, 'end');
  }

  #start(): void {
    const { runId, journalFile, leaseMs } = this.#options;
    const guardian = startDetached({
      command: process.execPath,
      args: ownScript('./guardian-main', import.meta.url),
      env: { ...plainEnvironment(), [guardianVariable]: runId },
      logFile: join(dirname(journalFile), 'guardian.log'),
      holds: this.#deputy,
    });
    this.#guardian = guardian;
    const messages: readonly GuardianMessage[] = [
      { type: 'hello', runId, journalFile, leaseMs },
      ...this.#options.snapshot(),
    ];
    const text = messages.map((message) => `${JSON.stringify(message)}\n`).join('');
    // When this fails the guardian has ended, and its end starts the next one.
    const told = within(writeTimeoutMs, guardian.write(text)).catch(() => {
      guardian.kill();
    });
    this.#ready = told;
    void guardian.ended.then((how) => {
      if (!this.#closed) this.#replace(how);
    });
  }

  #replace(how: number | string): void {
    this.#guardian = undefined;
    if (how === guardianExit.leaseOver || how === guardianExit.incomplete) this.#options.onEvent({ type: 'took-over' });
    if (++this.#restarts > mostRestarts) {
      this.#options.onEvent({ type: 'unguarded', how: String(how) });
      return;
    }
    this.#start();
    if (how !== guardianExit.leaseOver) this.#options.onEvent({ type: 'restarted', how: String(how) });
  }
}

/** Says the last word, and ends what does not end by it. */
async function letGo(detached: Detached, lastWord: string): Promise<void> {
  await within(writeTimeoutMs, detached.write(`${lastWord}\n`)).catch(() => undefined);
  await endOf(detached);
  if (detached.hasEnded()) return;
  detached.kill();
  await endOf(detached);
}

/** Waits with a timer: the guardian alone would not keep us running until it ends. */
async function endOf(guardian: Detached): Promise<void> {
  await within(writeTimeoutMs, guardian.ended).catch(() => undefined);
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race([
      promise,
      sleep(ms, over.signal).then(() => {
        throw new Error(`not within ${ms} ms`);
      }),
    ]);
  } finally {
    over.abort();
  }
}
