/**
 * Does the judge bite: `npm run teeth [-- [--twins <runs>] <mutant> …]`.
 *
 * Plays each mutant (all by default), which must be caught by the objective that is meant to see it, and the healthy twin
 * in the same experiments, which must pass; with `--twins`, it does so many times more. Prints a line a run, and writes the
 * matrix to docs/teeth-matrix.json and docs/teeth-matrix.md, where mutants that are not played keep their rows. Exit code 1
 * on any surprise.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rowOf } from '../tests/mutants/matrix.ts';
import { experiments, mutants, nameOf, type Experiment, type Mutant } from '../tests/mutants/mutants.ts';
import { play, type Played } from '../tests/mutants/play.ts';
import { renderPage, tallyOf, withRow, type Results } from '../tests/mutants/results.ts';

const file = join(import.meta.dirname, '../docs/teeth-matrix.json');

const { values, positionals: wanted } = parseArgs({
  options: { twins: { type: 'string', default: '0' } },
  allowPositionals: true,
});
const unknown = wanted.filter((name) => !mutants.some((mutant) => nameOf(mutant) === name));
if (unknown.length > 0) throw new Error(`no mutant ${unknown.join(', ')}; there are ${mutants.map(nameOf).join(', ')}`);
const chosen: readonly Mutant[] = mutants.filter((one) => wanted.length === 0 || wanted.includes(nameOf(one)));
const reports = mkdtempSync(join(tmpdir(), 'proofload-teeth-'));
const twins = new Map<Experiment, Played>();
let results: Results = {
  ...(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : { rows: [], twins: [] }),
  machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}`,
};
let surprises = 0;

function tell(isExpected: boolean, text: string): void {
  if (!isExpected) surprises += 1;
  process.stdout.write(`${isExpected ? '' : 'SURPRISE: '}${text}\n`);
}

function keep(next: Results): void {
  results = next;
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(file.replace(/json$/, 'md'), renderPage(results));
}

async function playTwin(experiment: Experiment): Promise<Played> {
  const twin = await play(experiment, 'none', reports);
  const { verdict, sentence } = twin.proofload;
  tell(verdict === 'pass', `healthy twin in ${experiment}: ${verdict}, ${sentence}`);
  return twin;
}

for (const mutant of chosen) {
  const twin = twins.get(mutant.experiment) ?? (await playTwin(mutant.experiment));
  twins.set(mutant.experiment, twin);
  const row = rowOf(mutant, await play(mutant.experiment, nameOf(mutant), reports), twin);
  keep(withRow(results, row, mutants));
  tell(row.proofload === 'caught', `${row.mutant}: ${row.proofload} by ${row.red} (meant: ${row.seenBy})`);
}

const more = Number(values.twins);
if (more > 0) keep({ ...results, twins: [] });
for (let left = more; left > 0; left -= experiments.length)
  for (const experiment of experiments.slice(0, left)) {
    const { proofload } = await playTwin(experiment);
    keep({
      ...results,
      twins: [...results.twins, { at: new Date().toISOString(), experiment, verdict: proofload.verdict }],
    });
  }

process.stdout.write(`${tallyOf(results.rows)}\n`);
process.stdout.write(`${surprises === 0 ? 'no' : surprises} surprises; the runs are in ${reports}\n`);
process.exitCode = surprises === 0 ? 0 : 1;
