import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';

export interface DetachedSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** stdout and stderr are appended to it. */
  readonly logFile: string;
  /** Another one that is told the end of us only when this one has ended, too: its stdin is open here as fd 3, or nothing is. */
  readonly holds?: Detached | undefined;
}

/** A process that outlives us; the end of its stdin tells it that we are gone. */
export interface Detached {
  readonly pid: number | undefined;
  readonly stdin: Writable;
  /** Resolves with the exit code, or the signal's name; never rejects. */
  readonly ended: Promise<number | string>;
  readonly hasEnded: () => boolean;
  /** Resolves when the kernel has the text, rejects when the other end is gone. */
  write(text: string): Promise<void>;
  kill(): void;
}

/** Starts a program in a session of its own, holding nothing of ours but the pipes. It does not keep us running. */
export function startDetached(spec: DetachedSpec): Detached {
  const log = openSync(spec.logFile, 'a', 0o600);
  const held = spec.holds === undefined || spec.holds.stdin.destroyed ? 'ignore' : spec.holds.stdin;
  try {
    const child = spawn(spec.command, spec.args, {
      cwd: '/', // so that no folder of the run is held
      env: spec.env,
      detached: true,
      stdio: ['pipe', log, log, held],
    });
    child.unref();
    const stdin = child.stdin as Socket;
    stdin.on('error', () => undefined); // told by write and by the exit
    stdin.unref();
    let over = false;
    const ended = new Promise<number | string>((resolve) => {
      child.once('error', (error) => {
        over = true;
        resolve(error.message);
      });
      child.once('exit', (code, signal) => {
        over = true;
        resolve(code ?? signal ?? 'unknown');
      });
    });
    return {
      pid: child.pid,
      stdin,
      ended,
      hasEnded: () => over,
      write: (text) =>
        new Promise((resolve, reject) => {
          stdin.write(text, (error) => {
            if (error) reject(error);
            else resolve();
          });
        }),
      kill: () => void child.kill('SIGKILL'),
    };
  } finally {
    closeSync(log);
  }
}
