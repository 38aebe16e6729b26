import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../src/binaries/cache-folder.ts';
import { obtainTools } from '../src/binaries/obtain-tools.ts';

export const root = join(import.meta.dirname, '..');
const env = process.env as Record<string, string>;

export interface BenchTools {
  /** k6 with the recorder. */
  readonly k6: string;
  readonly toxiproxy: string;
  /** k6 as its makers build it: of the same sources, without the recorder. */
  readonly stockK6: string;
  readonly server: string;
}

/** Finds or builds all programs that are measured; Go builds only what has changed. */
export async function benchTools(): Promise<BenchTools> {
  const { k6, toxiproxy } = await obtainTools({ env, onProgress: (line) => process.stderr.write(`${line}\n`) });
  const folder = join(cacheFolder(env), 'bench');
  mkdirSync(folder, { recursive: true });
  const build = (module: string, name: string, pkg: string): string => {
    const out = join(folder, name);
    const args = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', out, pkg];
    execFileSync('go', args, {
      cwd: join(root, module),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
    });
    return out;
  };
  return {
    k6: k6.path,
    toxiproxy: toxiproxy.path,
    stockK6: build('go/k6', 'stock-k6', 'go.k6.io/k6/v2'),
    server: build('bench/server', 'server', '.'),
  };
}
