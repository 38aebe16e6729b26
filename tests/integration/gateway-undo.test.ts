import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { until } from '../../src/system/clock.ts';
import { request, type RequestFailed } from '../../src/system/http.ts';
import { removeFolder } from '../fixtures/undo/start-harness.ts';

let folder = '';
let end: () => void = () => undefined;
afterEach(async () => {
  end();
  await removeFolder(folder);
});

test.each([['SIGKILL'], ['SIGSTOP']] as const)(
  'after a %s of its holder a gateway is gone, and its fault with it',
  async (signal) => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-undo-'));
    const script = join(import.meta.dirname, '../fixtures/undo/gateway-holder.ts');
    const holder = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    end = () => void holder.kill('SIGKILL');
    const [line] = (await once(createInterface(holder.stdout), 'line')) as [string];
    const { port } = JSON.parse(line) as { port: number };
    const status = (): Promise<number | string> =>
      request({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 }).then(
        (answer) => answer.status,
        (error: unknown) => (error as RequestFailed).code,
      );
    expect(await status()).toBe(503);
    holder.kill(signal);
    const begun = performance.now();
    const gone = await until(async () => (await status()) === 'ECONNREFUSED', { timeoutMs: 15_000, what: 'its end' });
    expect(gone.met).toBe(true);
    console.log(`${signal} to no gateway: ${(performance.now() - begun).toFixed(0)} ms`);
  },
);
