import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { ProofloadError } from '../diagnostic/error.ts';
import { openChildLog, type ChildLog } from './child-log.ts';
import { hold, launch, watch, type Exit } from './child-process.ts';
import { endProcesses, familyOf, type Claim, type EndSignal, type Grace, type Workplace } from './end-processes.ts';
import { startTimeOf, type ProcessRow } from './process-table.ts';

export interface ChildSpec {
  /** What it is called in messages and in the journal. */
  readonly name: string;
  /** A path, or a name that is looked up in the PATH of `env`. */
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment; only PROOFLOAD_RUN_ID and PROOFLOAD_ENTRY are added. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** stdout and stderr are appended to it; its folder is made. */
  readonly logFile?: string | undefined;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** How many extra file descriptors the child gets, from 3 on. @default 0 */
  readonly pipes?: number | undefined;
  /** The polite request to end, sent to the group. @default 'SIGTERM' */
  readonly stopSignal?: EndSignal | undefined;
  /** How long it may take to end after `stopSignal`. @default 5000 */
  readonly stopTimeoutMs?: number | undefined;
  /** A harder signal for half a second before SIGKILL, also used by the guardian. @default none */
  readonly killSignal?: EndSignal | undefined;
  /** A folder in which only this program works: its processes there belong to the child, whatever else they shed. @default none */
  readonly workFolder?: string | undefined;
}

export type { Exit };

/** Who gets a signal: the process, its process group, or the group and all descendants, also those in groups of their own. */
export type SignalScope = 'leader' | 'group' | 'family';

export interface Child extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process has ended and its output has been read; never rejects. */
  readonly exited: Promise<Exit>;
  /** How it ended; `undefined` while it runs. */
  readonly exit: Exit | undefined;
  /** The last `n` (at most 200) lines of stdout and stderr; long lines are cut. */
  lastLog(n: number): readonly string[];
  /** Calls `fn` with every line of stdout and stderr from now on; gives the function that ends it. */
  onLine(fn: (line: string) => void): () => void;
  /** The stream to the child's file descriptor `fd`; the first is 3. Unread it stalls the child; nothing is lost before it is asked for. */
  pipe(fd: number): Duplex;
  /** Its processes that live now: the group and all descendants, also those in groups of their own. */
  family(): readonly ProcessRow[];
  /** Sends a signal, by default to the process group; nothing happens when it has ended. */
  signal(signal: NodeJS.Signals, to?: SignalScope): void;
  /**
   * Ends it with everything that it started: SIGCONT, `stopSignal`, up to `stopTimeoutMs`, `killSignal`, SIGKILL.
   * Resolves when all of it is gone and the journal says so. May be called again.
   *
   * @throws {ProofloadError} `child-not-stopped` when something is still alive.
   */
  stop(): Promise<void>;
}

/** The part of the undo log that a child needs. */
export interface ChildJournal {
  readonly runId: string;
  /** Takes secrets out of what the child prints. @default it is logged as it is */
  readonly redact?: ((text: string) => string) | undefined;
  enter(entry: {
    readonly kind: 'process';
    readonly name: string;
    readonly marker: string;
    readonly group: true;
    readonly graceSignal?: EndSignal | undefined;
    readonly workplace?: Workplace | undefined;
  }): Promise<{ made(patch: { pid: number; startTime: string | undefined }): Promise<void>; undone(): Promise<void> }>;
}

/**
 * Starts a program in a process group of its own, after it was entered in the journal.
 *
 * @throws {ProofloadError} `spawn-failed` when the program cannot be started.
 */
export async function startChild(spec: ChildSpec, undo: ChildJournal): Promise<Child> {
  const marker = randomUUID();
  const { name, killSignal } = spec;
  const workplace = spec.workFolder === undefined ? undefined : { folder: spec.workFolder, program: spec.command };
  const entered = await undo.enter({ kind: 'process', name, marker, group: true, graceSignal: killSignal, workplace });
  const env = { ...spec.env, PROOFLOAD_RUN_ID: undo.runId, PROOFLOAD_ENTRY: marker };

  let log: ChildLog | undefined;
  let started: ChildProcess;
  try {
    log = await openChildLog(spec.logFile, { redact: undo.redact });
    started = await launch(spec, env);
  } catch (error) {
    await log?.end();
    await entered.undone();
    throw spawnFailed(spec, error);
  }
  const output = log;
  const pid = started.pid ?? 0;
  const startTime = startTimeOf(pid);
  const claim: Claim = {
    leader: startTime === undefined ? undefined : { pid, startTime },
    setting: `PROOFLOAD_ENTRY=${marker}`,
    workplace,
  };
  const ended = watch(started, output, claim);
  const finished = ended.left.then(async (left) => {
    if (left.length > 0) throw notStopped(name, left);
    await entered.undone();
  });
  finished.catch(() => undefined); // told by stop(), and the journal still has it
  try {
    await entered.made({ pid, startTime });
  } catch (error) {
    await endProcesses(claim, []);
    throw error;
  }

  const stop = async (): Promise<void> => {
    if (ended.exit() === undefined) {
      const graces: Grace[] = [{ signal: spec.stopSignal ?? 'SIGTERM', waitMs: spec.stopTimeoutMs ?? 5_000 }];
      if (killSignal !== undefined) graces.push({ signal: killSignal, waitMs: 500 });
      const left = await endProcesses(claim, graces);
      if (left.length > 0) throw notStopped(name, left);
    }
    await finished;
  };
  let stopping: Promise<void> | undefined;
  const stopOnce = (): Promise<void> => (stopping ??= stop());
  const family = (): ProcessRow[] => (ended.exit() === undefined ? familyOf(claim) : []);

  return {
    name,
    pid,
    exited: ended.exited,
    get exit() {
      return ended.exit();
    },
    lastLog: (n) => output.last(n),
    onLine: (fn) => output.onLine(fn),
    pipe(fd) {
      const stream = started.stdio[fd];
      if (fd < 3 || stream === undefined || stream === null)
        throw new Error(`${name} was started without a pipe ${fd}`);
      return stream.off('readable', hold) as Duplex;
    },
    family,
    signal(signal, to = 'group') {
      if (ended.exit() !== undefined) return;
      const pids = to === 'family' ? family().map((row) => row.pid) : [to === 'group' ? -pid : pid];
      for (const target of pids) kill(target, signal);
    },
    stop: stopOnce,
    [Symbol.asyncDispose]: stopOnce,
  };
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended in between
  }
}

function spawnFailed(spec: ChildSpec, cause: unknown): ProofloadError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const noFolder = spec.cwd !== undefined && !existsSync(spec.cwd);
  const hint = noFolder
    ? `the folder ${spec.cwd} in which it should run does not exist`
    : code === 'ENOENT'
      ? `check that "${spec.command}" is installed and on the PATH`
      : code === 'EACCES'
        ? `check that "${spec.command}" may be executed and that its folder can be entered${spec.uid === undefined ? '' : ` by uid ${spec.uid}`}`
        : 'see the reason above';
  return new ProofloadError(
    'spawn-failed',
    `${spec.name} could not be started: ${[spec.command, ...spec.args].join(' ')}`,
    {
      exit: 'environment',
      hint,
      cause,
    },
  );
}

function notStopped(name: string, pids: readonly number[]): ProofloadError {
  return new ProofloadError(
    'child-not-stopped',
    `${name} could not be stopped; still alive after SIGKILL: pid ${pids.join(', ')}`,
    {
      exit: 'unclean',
      hint: `look at it with: ps -o pid,stat,args -p ${pids.join(',')}`,
    },
  );
}
