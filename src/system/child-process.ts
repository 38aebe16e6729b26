import { spawn, type ChildProcess } from 'node:child_process';
import type { ChildLog } from './child-log.ts';
import type { ChildSpec } from './child.ts';
import { within } from './clock.ts';
import { endProcesses, type Claim } from './end-processes.ts';

/** Resolves once the program runs (the exec has happened), rejects with Node's error if it could not. */
export async function launch(spec: ChildSpec, env: Record<string, string>): Promise<ChildProcess> {
  const extra = Array.from({ length: spec.pipes ?? 0 }, () => 'pipe' as const);
  const child = spawn(spec.command, spec.args, {
    env,
    ...(spec.cwd !== undefined && { cwd: spec.cwd }),
    ...(spec.uid !== undefined && { uid: spec.uid }),
    ...(spec.gid !== undefined && { gid: spec.gid }),
    detached: true, // a group of its own: the terminal's Ctrl-C must not reach it before we have healed
    stdio: ['ignore', 'pipe', 'pipe', ...extra],
  });
  if (child.pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once('error', resolve));
    throw error;
  }
  // When a process ends node throws away what nobody has begun to read of its pipes.
  for (const stream of child.stdio.slice(3)) stream?.on('readable', hold);
  // Later errors are about signals and messages, which are handled where they are sent.
  child.on('error', () => undefined);
  return child;
}

/** Keeps a pipe's content until somebody asks for the pipe and takes this listener off. */
export function hold(): void {
  // that it listens is all
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Ended {
  readonly exited: Promise<Exit>;
  /** The pids that could not be ended after the first process had ended. */
  readonly left: Promise<number[]>;
  exit(): Exit | undefined;
}

/** Reads the output, and ends what the first process leaves behind: its end is the end of all. */
export function watch(child: ChildProcess, log: ChildLog, claim: Claim): Ended {
  if (child.stdout !== null) log.drain(child.stdout);
  if (child.stderr !== null) log.drain(child.stderr);
  let exit: Exit | undefined;
  // Not the child's own "close" event: that would wait for the extra pipes too, which are somebody else's to read.
  const closed = Promise.all(
    [child.stdout, child.stderr].map((stream) => new Promise<void>((resolve) => stream?.once('close', resolve))),
  );
  const exitEvent = new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      resolve(exit);
    }),
  );
  const left = exitEvent.then(() => endProcesses({ ...claim, groupIsOurs: true }, []));
  const exited = exitEvent.then(async (how) => {
    // A survivor that holds the output open must not hold up the news.
    await within(closed, 2_000);
    await log.end();
    return how;
  });
  return { exited, left: Promise.all([left, exited]).then(([pids]) => pids), exit: () => exit };
}
