import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { obtainTools } from '../../src/binaries/obtain-tools.ts';

const done = 'PROOFLOAD_TESTS_SET_UP';

/** Builds the program, and k6 and Toxiproxy once, where they are not there yet; that takes minutes and would time out any test. */
export default async function setup(): Promise<void> {
  // Several projects of one run of the tests ask for it.
  if (process.env[done] !== undefined) return;
  const root = join(import.meta.dirname, '../..');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  await obtainTools({
    env: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
    onProgress: (line) => void process.stderr.write(`${line}\n`),
  });
  process.env[done] = 'yes';
}
