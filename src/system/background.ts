import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import type { Exit } from './child-process.ts';
import { startTimeOf } from './process-table.ts';

export interface BackgroundSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** stdout and stderr are appended to it. */
  readonly logFile: string;
}

/** A program that goes on when we have ended. */
export interface Background {
  readonly pid: number;
  /** As `startTimeOf` gives it. */
  readonly startTime: string;
  /** How it ended, where that was while we ran. */
  readonly exit: Exit | undefined;
  /** The last `n` lines that it has printed. */
  lastLog(n: number): readonly string[];
}

/** Starts a program in a session of its own, holding nothing of ours but the log. Rejects with Node's error if it cannot run. */
export async function startBackground({ command, args, env, logFile }: BackgroundSpec): Promise<Background> {
  const log = openSync(logFile, 'a', 0o600);
  const before = statSync(logFile).size;
  try {
    const child = spawn(command, args, { cwd: '/', env, detached: true, stdio: ['ignore', log, log] });
    child.unref();
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    let exit: Exit | undefined;
    child.once('exit', (code, signal) => (exit = { code, signal }));
    const { pid = 0 } = child;
    return {
      pid,
      startTime: startTimeOf(pid) ?? '',
      get exit() {
        return exit;
      },
      lastLog: (n) => readFileSync(logFile).subarray(before).toString().split('\n').filter(Boolean).slice(-n),
    };
  } finally {
    closeSync(log);
  }
}
