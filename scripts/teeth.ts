/**
 * Does the judge bite: `npm run teeth [-- [--twins <runs>] <mutant> …]`.
 *
 * Plays each mutant (all by default), which must be caught by the objective that is meant to see it, and the healthy twin
 * in the same experiments, which must pass; with `--twins`, it does so many times more. Prints a line a run and the matrix;
 * exit code 1 on any surprise.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderMatrix, rowOf, tallyOf, type Row } from '../tests/mutants/matrix.ts';
import { experiments, mutants, nameOf, type Experiment, type Mutant } from '../tests/mutants/mutants.ts';
import { play, type Played } from '../tests/mutants/play.ts';

const { values, positionals: wanted } = parseArgs({
  options: { twins: { type: 'string', default: '0' } },
  allowPositionals: true,
});
const chosen: readonly Mutant[] = mutants.filter((one) => wanted.length === 0 || wanted.includes(nameOf(one)));
const reports = mkdtempSync(join(tmpdir(), 'proofload-teeth-'));
const twins = new Map<Experiment, Played>();
const rows: Row[] = [];
let surprises = 0;

function tell(isExpected: boolean, text: string): void {
  if (!isExpected) surprises += 1;
  process.stdout.write(`${isExpected ? '' : 'SURPRISE: '}${text}\n`);
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
  rows.push(row);
  tell(row.proofload === 'caught', `${row.mutant}: ${row.proofload} by ${row.red} (meant: ${row.seenBy})`);
}

for (let left = Number(values.twins); left > 0; left -= experiments.length)
  for (const experiment of experiments.slice(0, left)) await playTwin(experiment);

process.stdout.write(`\n${renderMatrix(rows)}\n${tallyOf(rows)}\n`);
process.stdout.write(`${surprises === 0 ? 'no' : surprises} surprises; the runs are in ${reports}\n`);
process.exitCode = surprises === 0 ? 0 : 1;
