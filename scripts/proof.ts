/**
 * The long checks: `npm run proof [-- <runs>]`.
 *
 * Plays the proof experiment many times in a row (20 by default), which must pass every time, then once with each
 * protection off, which must fail under its own fault and nowhere else. Then every planted defect, and 50 times none
 * (scripts/teeth.ts), and 100 runs that are killed (scripts/soak.ts). Prints a line a run; exit code 1 on any surprise.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '../src/model/verdict.ts';

const root = join(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'proofload-proof-'));
const runs = Number(process.argv[2] ?? 20);
let surprises = 0;

function play(label: string, option: string | null): Verdict {
  const args = [
    '--import',
    import.meta.resolve('tsx'),
    join(root, 'src/cli/main.ts'),
    'run',
    'shop-proof',
    '--reports',
    reports,
  ];
  if (option !== null) args.push('--target-option', option);
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
  });
  const folder = readdirSync(reports).sort().at(-1);
  if (folder === undefined) throw new Error(`no run was recorded:\n${stderr}`);
  const verdict = JSON.parse(readFileSync(join(reports, folder, 'verdict.json'), 'utf8')) as Verdict;
  const worst = verdict.faults.map(
    ({ id, feltMs, plannedStartMs }) => `${id} ${feltMs === null ? '-' : Math.round(feltMs - plannedStartMs)}`,
  );
  process.stdout.write(
    `${label}: exit ${status}, ${verdict.requests} requests, felt after plan in ms: ${worst.join(', ')}; ${verdict.sentence}\n`,
  );
  return verdict;
}

function surprise(text: string): void {
  surprises += 1;
  process.stdout.write(`  SURPRISE: ${text}\n`);
}

for (let run = 1; run <= runs; run++) {
  const { verdict, reasons } = play(`run ${run} of ${runs}`, null);
  if (verdict !== 'pass') surprise(reasons.map(({ text }) => text).join('; '));
}

for (const [option, fault] of [
  ['breaker', 'ai-hang'],
  ['retries', 'db-blip'],
  ['timeout', 'db-hang'],
] as const) {
  const { objectives } = play(`${option}=off`, `${option}=off`);
  const failed = objectives.filter(({ verdict }) => verdict === 'fail');
  const own = new Set(['fault', 'edge', 'recovery'].map((kind) => `${kind}:${fault}`));
  if (!failed.some(({ during }) => during.includes(`fault:${fault}`))) surprise(`nothing failed during ${fault}`);
  for (const { name, during } of failed)
    if (during.some((phase) => !own.has(phase))) surprise(`${name} failed in ${during.join(' + ')}`);
}

const teeth = spawnSync(
  process.execPath,
  ['--import', import.meta.resolve('tsx'), 'scripts/teeth.ts', '--twins', '50'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (teeth.status !== 0) surprise('a planted defect was not seen, or seen where there is none');

const soak = spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), 'scripts/soak.ts'], {
  cwd: root,
  stdio: 'inherit',
});
if (soak.status !== 0) surprise('a run that was killed left something behind');

process.stdout.write(`${surprises === 0 ? 'no' : surprises} surprises; the runs are in ${reports}\n`);
process.exitCode = surprises === 0 ? 0 : 1;
