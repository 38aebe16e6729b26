import { spawn } from 'node:child_process';

export interface CommandSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment; must hold PATH when `command` is a bare name. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  /** After it the command and its group are killed. */
  readonly timeoutMs: number;
  /** So they are when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface CommandResult {
  /** `undefined` when it ended by a signal, or was killed after `timeoutMs` or by `signal`. */
  readonly code: number | undefined;
  /** The first megabyte. */
  readonly stdout: string;
  readonly stderr: string;
}

const most = 1_000_000;

/**
 * Asks a tool a short question (`k6 version`) and waits for the answer. Not for what should outlive the question or change anything:
 * that is a child (`startChild`), which is entered in the journal.
 *
 * Rejects with Node's error (ENOENT, EACCES …) when it cannot be started.
 */
export function runCommand({ command, args, env, cwd, timeoutMs, signal }: CommandSpec): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      ...(cwd !== undefined && { cwd }),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const read = (stream: typeof child.stdout): (() => string) => {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        if (size < most) chunks.push(chunk);
        size += chunk.length;
      });
      return () => Buffer.concat(chunks).toString('utf8').slice(0, most);
    };
    const [stdout, stderr] = [read(child.stdout), read(child.stderr)];
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // it ended in between
      }
    };
    const timer = setTimeout(kill, timeoutMs);
    signal?.addEventListener('abort', kill);
    if (signal?.aborted === true) kill();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
    };
    child.once('error', (error) => {
      end();
      reject(error);
    });
    child.once('close', (code) => {
      end();
      resolve({ code: code ?? undefined, stdout: stdout(), stderr: stderr() });
    });
  });
}
