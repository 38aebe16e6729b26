/**
 * Does the judge bite: `npm run teeth [-- <mutant> …]`.
 *
 * Plays the healthy twin in every experiment, which must pass, and each mutant (all by default), which must be caught by the
 * objective that is meant to see it. Prints a line a run and the matrix; exit code 1 on any surprise.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderMatrix, rowOf, tallyOf, type Row } from '../tests/mutants/matrix.ts';
import { mutants, nameOf, type Experiment, type Mutant } from '../tests/mutants/mutants.ts';
import { play, type Played } from '../tests/mutants/play.ts';

const wanted = process.argv.slice(2);
const chosen: readonly Mutant[] = mutants.filter((one) => wanted.length === 0 || wanted.includes(nameOf(one)));
const reports = mkdtempSync(join(tmpdir(), 'proofload-teeth-'));
const twins = new Map<Experiment, Played>();
const rows: Row[] = [];
let surprises = 0;

function tell(isExpected: boolean, text: string): void {
  if (!isExpected) surprises += 1;
  process.stdout.write(`${isExpected ? '' : 'SURPRISE: '}${text}\n`);
}

async function twinIn(experiment: Experiment): Promise<Played> {
  const known = twins.get(experiment);
  if (known !== undefined) return known;
  const twin = await play(experiment, 'none', reports);
  twins.set(experiment, twin);
  const { verdict, sentence } = twin.proofload;
  tell(verdict === 'pass', `healthy twin in ${experiment}: ${verdict}, ${sentence}`);
  return twin;
}

for (const mutant of chosen) {
  const twin = await twinIn(mutant.experiment);
  const row = rowOf(mutant, await play(mutant.experiment, nameOf(mutant), reports), twin);
  rows.push(row);
  tell(row.proofload === 'caught', `${row.mutant}: ${row.proofload} by ${row.red} (meant: ${row.seenBy})`);
}

process.stdout.write(`\n${renderMatrix(rows)}\n${tallyOf(rows)}\n`);
process.stdout.write(`${surprises === 0 ? 'no' : surprises} surprises; the runs are in ${reports}\n`);
process.exitCode = surprises === 0 ? 0 : 1;
