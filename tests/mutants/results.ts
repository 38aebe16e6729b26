import type { Experiment, Mutant } from './mutants.ts';
import { nameOf } from './mutants.ts';
import type { Row } from './matrix.ts';

/** What has been seen so far: of each mutant the newest run, of the healthy twin all runs of the newest time. */
export interface Results {
  readonly machine: string;
  readonly rows: readonly Row[];
  readonly twins: readonly Twin[];
}

export interface Twin {
  readonly at: string;
  readonly experiment: Experiment;
  readonly verdict: string;
}

/** Rows in the order of the mutants; those of mutants that are no more are left out. */
export function withRow(results: Results, row: Row, mutants: readonly Mutant[]): Results {
  const rows = new Map([...results.rows, row].map((one) => [one.mutant, one]));
  return { ...results, rows: mutants.flatMap((mutant) => rows.get(nameOf(mutant)) ?? []) };
}

/** How many were caught, by each way of judging. */
export function tallyOf(rows: readonly Row[]): string {
  const caught = (by: 'proofload' | 'thresholds' | 'averages') => rows.filter((row) => row[by] === 'caught').length;
  return `caught of ${rows.length}: Proofload ${caught('proofload')}, thresholds ${caught('thresholds')}, averages ${caught('averages')}`;
}

/** The page docs/teeth-matrix.md. */
export function renderPage({ machine, rows, twins }: Results): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const columns = ['mutant', 'experiment', 'objective that is meant to see it', 'Proofload', 'thresholds', 'averages'];
  return `# Who has seen which defect

Made by \`npm run teeth\` on ${machine}; what the columns are is told in [teeth.md](teeth.md).

Runs of ${spanOf(rows)}, ${tallyOf(rows)}. *Other*: not green, and for another reason than the one that is meant to see it.

${line(columns)}${line(columns.map(() => '---'))}${rows.map((row) => line(cellsOf(row))).join('')}
## The healthy twin

${renderTwins(twins)}`;
}

function cellsOf(row: Row): string[] {
  const { mutant, experiment, seenBy, proofload, thresholds, averages } = row;
  return [mutant, experiment, seenBy, proofload, thresholds, averages];
}

function renderTwins(twins: readonly Twin[]): string {
  if (twins.length === 0) return 'Not played yet.\n';
  const passed = twins.filter(({ verdict }) => verdict === 'pass').length;
  const others = twins.filter(({ verdict }) => verdict !== 'pass');
  const named = others.map(({ experiment, verdict, at }) => `\n- ${experiment}, ${at}: ${verdict}`).join('');
  return `${passed} of ${twins.length} runs passed (${spanOf(twins)}).${named}\n`;
}

function spanOf(runs: readonly { readonly at: string }[]): string {
  const days = runs.map(({ at }) => at.slice(0, 10)).sort();
  const [first = 'no day', last = first] = [days[0], days.at(-1)];
  return first === last ? first : `${first} to ${last}`;
}
