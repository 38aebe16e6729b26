import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const env = { PATH: process.env.PATH ?? '' };

test('gives the output and the exit code', async () => {
  const result = await runCommand({
    command: 'sh',
    args: ['-c', 'echo out; echo err >&2; exit 3'],
    env,
    timeoutMs: 5_000,
  });
  expect(result).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' });
});

test('is over at the deadline, with all that it started', async () => {
  const started = performance.now();
  const result = await runCommand({ command: 'sh', args: ['-c', 'sleep 60 & wait'], env, timeoutMs: 50 });
  expect(result.code).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a command that is not there rejects', async () => {
  await expect(runCommand({ command: 'no-such-tool', args: [], env, timeoutMs: 5_000 })).rejects.toThrow('ENOENT');
});
