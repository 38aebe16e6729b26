import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';

export interface DetachedSpec {
  /** Arguments of `node`, as `ownScript` gives them. */
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** stdout and stderr are appended to it. */
  readonly logFile: string;
}

/** A process that outlives us; the end of its stdin tells it that we are gone. */
export interface Detached {
  readonly pid: number | undefined;
  /** Resolves with the exit code, or the signal's name; never rejects. */
  readonly ended: Promise<number | string>;
  readonly hasEnded: () => boolean;
  /** Resolves when the kernel has the text, rejects when the other end is gone. */
  write(text: string): Promise<void>;
  kill(): void;
}

/** Starts a node script in a session of its own, holding nothing of ours but the pipe. It does not keep us running. */
export function startDetached(spec: DetachedSpec): Detached {
  const log = openSync(spec.logFile, 'a', 0o600);
  try {
    const child = spawn(process.execPath, spec.nodeArgs, {
      cwd: '/', // so that no folder of the run is held
      env: spec.env,
      detached: true,
      stdio: ['pipe', log, log],
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
