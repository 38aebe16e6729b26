import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Bundles both services the way the harness does: one file each. */
export async function bundleShop(outdir: string): Promise<void> {
  const shop = join(import.meta.dirname, '..');
  await build({
    entryPoints: { api: join(shop, 'api/main.ts'), ai: join(shop, 'ai/main.ts') },
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
}

export interface Service extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly log: readonly string[];
  kill(signal: NodeJS.Signals): void;
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** Starts a bundled service on a free port and waits until it listens. */
export async function startService(file: string, env: Readonly<Record<string, string>>): Promise<Service> {
  const child = spawn(process.execPath, [file], { env: { PORT: '0', ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const killLast = (): void => void child.kill('SIGKILL');
  process.once('exit', killLast);

  const log: string[] = [];
  const listening = new Promise<number>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      log.push(line);
      const entry = line.startsWith('{') ? (JSON.parse(line) as { message: string; port?: number }) : undefined;
      if (entry?.message === 'listening' && entry.port !== undefined) resolve(entry.port);
    });
  });
  const port = await Promise.race([
    listening,
    exited.then((code): never => {
      throw new Error(`${file} ended with ${code} before it listened:\n${log.join('\n')}`);
    }),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    kill: (signal) => void child.kill(signal),
    exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
      process.off('exit', killLast);
    },
  };
}
