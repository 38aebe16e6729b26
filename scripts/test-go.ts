/** The tests of the recorder, where there is Go: `npm run test:go`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const go = (...args: string[]) =>
  spawnSync('go', args, {
    cwd: join(import.meta.dirname, '../go/k6'),
    stdio: 'inherit',
    env: { ...process.env, GOWORK: 'off' },
  });

if (go('version').error === undefined) {
  process.exitCode = go('test', '-mod=readonly', './...').status ?? 1;
} else {
  process.stdout.write('skipped: the recorder is tested with Go, and there is no Go here\n');
}
