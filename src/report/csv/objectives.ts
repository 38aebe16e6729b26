import type { ObjectiveResult, Verdict } from '../../model/verdict.ts';
import { filtersOf, hasLimit } from '../wording.ts';
import { csv, type CsvCell } from './csv.ts';

type Column = readonly [name: string, of: (one: ObjectiveResult, run: Verdict) => CsvCell];

/** New columns come last: somebody's spreadsheet knows the others by their place. */
const columns: readonly Column[] = [
  ['run', (_, { runId }) => runId],
  ['experiment', (_, { experiment }) => experiment],
  ['objective', ({ name }) => name],
  ['kind', ({ kind }) => kind],
  ['verdict', ({ verdict }) => verdict],
  ['metric', ({ metric }) => metric],
  ['stat', ({ stat }) => stat],
  ['during', ({ during }) => during.join(' ')],
  ['steps', ({ steps }) => steps?.join(' ') ?? null],
  ['observed', ({ observed }) => observed],
  ['observed_low', ({ observedLow }) => observedLow],
  ['observed_high', ({ observedHigh }) => observedHigh],
  ['censored', ({ censored }) => censored],
  ['unit', ({ unit }) => unit],
  ['side', ({ atMost }) => (atMost ? 'at most' : 'at least')],
  ['target', (one) => (hasLimit(one) ? one.target : null)],
  ['critical', (one) => (hasLimit(one) ? one.critical : null)],
  ['samples', ({ samples }) => samples],
  ['min_samples', ({ minSamples }) => minSamples],
  ['reason', ({ reason }) => reason],
  ['because', ({ because }) => because],
  ['where', ({ where }) => filtersOf(where)],
  ['window', ({ window }) => window?.kind ?? null],
  ['window_ms', ({ window }) => window?.lengthMs ?? null],
  ['window_allowed', ({ window }) => (window?.kind === 'rolling' ? window.allowed : null)],
  ['steady', ({ relative }) => relative?.steady ?? null],
  ['target_times_steady', ({ relative }) => relative?.target ?? null],
  ['critical_times_steady', ({ relative }) => relative?.critical ?? null],
  ['first_breach_ms', ({ breaches }) => breaches?.firstMs ?? null],
  ['longest_breach_ms', ({ breaches }) => breaches?.longestMs ?? null],
  ['breach_ms', ({ breaches }) => breaches?.totalMs ?? null],
  ['budget_spent', ({ budget }) => budget?.spent ?? null],
  ['budget_burn', ({ budget }) => budget?.burn ?? null],
  ['budget_burn_limit', ({ budget }) => budget?.burnLimit ?? null],
];

/** `objectives.csv`: an objective a line; limits and values in the unit that the line names, shares from 0 to 1. */
export function renderObjectivesCsv(verdict: Verdict): string {
  return csv(
    columns.map(([name]) => name),
    verdict.objectives.map((one) => columns.map(([, of]) => of(one, verdict))),
  );
}
