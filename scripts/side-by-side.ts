/** Runs npm scripts side by side: `tsx scripts/side-by-side.ts <script> …`. Each is heard when it has ended; exit code 1 if one has failed. */
import { execFile } from 'node:child_process';

for (const script of process.argv.slice(2)) {
  execFile('npm', ['run', '--silent', script], { maxBuffer: Infinity }, (error, stdout, stderr) => {
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    if (error === null) return;
    process.stderr.write(`${script} failed\n`);
    process.exitCode = 1;
  });
}
