import { execFile } from 'node:child_process';

/** First line of what a short command prints; undefined when it fails, is not there, or takes longer than 5 s. */
export function capture(command: string, args: readonly string[], cwd: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: 5000, encoding: 'utf8' }, (error, stdout) => {
      const line = stdout.split('\n')[0]?.trim();
      resolve(error !== null || line === '' ? undefined : line);
    });
  });
}
