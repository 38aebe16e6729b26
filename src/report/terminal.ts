import type { ObjectiveResult, ObjectiveVerdict, RunVerdict, Verdict } from '../model/verdict.ts';
import { formatCount, formatInstant, formatLength } from './format.ts';
import { plain } from './plain-text.ts';
import { shellCommand } from './shell-command.ts';
import { data, faults } from './terminal-faults.ts';
import { codes, margin, type Paint, type Style } from './terminal-paint.ts';
import { renderTable, wrap, type Cell, type Column } from './terminal-table.ts';
import { thresholdRows, thresholdsTitle, type ThresholdRow } from './thresholds.ts';
import {
  criticalOf,
  limitOf,
  lookOf,
  nameOf,
  isTakenBack,
  looks,
  observedOf,
  otherReasons,
  phasesOf,
  samplesOf,
  sentenceAfterWord,
  tally,
  whatOf,
} from './wording.ts';
import { breakpointOf, optionsOf, faultChoicesOf, tagsOf, unusualOf, validityOf } from './run-wording.ts';

export interface TerminalOptions {
  /** Places in a line. */
  readonly width: number;
  readonly colour: boolean;
  /** Where the reports are; absent = none were written. */
  readonly reports?: string | undefined;
}

/** Of the names of the run's facts, with the space behind the longest. */
const factWidth = 10;
const maxScriptErrors = 5;
/** On a narrower line, names that can be read tell more. */
const leastForWhat = 100;

/** What stays on the screen at the end of a run: the verdict, then why. */
export function renderTerminal(verdict: Verdict, options: TerminalOptions): string {
  const width = Math.max(40, options.width);
  const paint = (style: Style): Paint =>
    options.colour ? (text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (text) => text;
  const blocks = [
    headline(verdict, width, paint),
    breakpoint(verdict, width, paint),
    objectives(verdict, width, paint),
    reasons(verdict, width, paint),
    faults(verdict, width, paint),
    data(verdict, width, paint),
    thresholds(verdict, width, paint),
    facts(verdict, width, paint, options.reports),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headline(verdict: Verdict, width: number, paint: (style: Style) => Paint): string[] {
  const { kind, mark, word } = lookOf(verdict);
  const first = `${mark} ${word.toUpperCase()}`;
  const hanging = ' '.repeat(first.length + margin.length);
  const lines = wrap(sentenceAfterWord(verdict), width - hanging.length);
  return lines.map((line, i) => (i === 0 ? paint(kind)(paint('bold')(first)) + margin : hanging) + line);
}

function breakpoint(verdict: Verdict, width: number, paint: (style: Style) => Paint): string[] {
  const text = breakpointOf(verdict);
  if (text === null) return [];
  const name = `breakpoint${margin}`;
  const lines = wrap(text, width - margin.length - name.length);
  return lines.map((line, i) => margin + (i === 0 ? paint('dim')(name) : ' '.repeat(name.length)) + line);
}

function objectives({ objectives }: Verdict, width: number, paint: (style: Style) => Paint): string[] {
  if (objectives.length === 0) return [`${margin}No objectives: nothing was judged.`];
  const cells = (cell: (objective: ObjectiveResult) => Cell): Cell[] => objectives.map(cell);
  const observed = (objective: ObjectiveResult): Cell => {
    const text = observedOf(objective);
    return objective.verdict === 'pass' ? { text } : { text, paint: paint(objective.verdict) };
  };
  const what: Column = {
    head: 'what',
    align: 'left',
    shrinkTo: 8,
    dropAt: 2,
    cells: cells((each) => ({ text: whatOf(each), short: shortWhatOf(each) })),
  };
  const table = renderTable(
    [
      { head: '', align: 'left', cells: cells((each) => ({ ...markAndWord(each), paint: paint(each.verdict) })) },
      { head: 'objective', align: 'left', shrinkTo: 14, cells: cells(({ name }) => ({ text: plain(name) })) },
      {
        head: 'phase',
        align: 'left',
        shrinkTo: 12,
        cutAt: 'middle',
        dropAt: 1,
        cells: cells((each) => ({ text: phasesOf(each, ' ') })),
      },
      ...(width < leastForWhat ? [] : [what]),
      { head: 'observed', align: 'right', cells: cells(observed) },
      { head: 'limit', align: 'right', cells: cells((each) => ({ text: limitOf(each) })) },
      { head: 'samples', align: 'right', dropAt: 3, cells: cells((each) => ({ text: samplesOf(each, formatCount) })) },
    ],
    width - margin.length,
    paint('dim'),
  );
  return table.map((line) => margin + line);
}

const moreSamples = 'Where samples are too few: more load, a longer run or fault, or minSamples.';

const lacksSamples = ({ verdict, samples, minSamples }: ObjectiveResult): boolean =>
  verdict === 'inconclusive' && samples < minSamples;

/** The reasons of what did not pass, with full names; what was not evaluated for the same reason on one line. */
function reasons(verdict: Verdict, width: number, paint: (style: Style) => Paint): string[] {
  const entry = (kind: ObjectiveVerdict | RunVerdict, text: string): string[] => {
    const [first = '', ...rest] = wrap(`${looks[kind].mark} ${text}`, width - 2 * margin.length);
    return [
      `${margin}${paint(kind)(first.slice(0, 1))}${first.slice(1)}`,
      ...rest.map((line) => margin + margin + line),
    ];
  };
  const missed = verdict.objectives
    .filter((each) => each.verdict !== 'pass' && each.verdict !== 'not-evaluated' && !isTakenBack(each))
    .flatMap((objective) => {
      const critical = criticalOf(objective);
      const limits = critical === null ? '' : ` (target ${limitOf(objective)}, critical ${critical})`;
      const lines = entry(objective.verdict, `${nameOf(objective)}: ${plain(objective.reason)}${limits}`);
      if (objective.because === null) return lines;
      const because = wrap(`because ${plain(objective.because)}`, width - 2 * margin.length);
      return [...lines, ...because.map((line) => margin + margin + paint('dim')(line))];
    });
  if (verdict.objectives.some(lacksSamples)) {
    missed.push(...wrap(moreSamples, width - margin.length).map((line) => margin + paint('dim')(line)));
  }
  const left = new Map<string, string[]>();
  for (const objective of verdict.objectives) {
    if (objective.verdict !== 'not-evaluated') continue;
    const reason = plain(objective.reason);
    left.set(reason, [...(left.get(reason) ?? []), nameOf(objective)]);
  }
  const notEvaluated = [...left].flatMap(([reason, names]) => entry('not-evaluated', `${names.join(', ')}: ${reason}`));
  const run = otherReasons(verdict).flatMap(({ exitCode, text }) =>
    entry(lookOf(verdict).kind, `${plain(text)} (exit code ${exitCode})`),
  );
  const takenBack = verdict.objectives.filter(isTakenBack).length;
  if (takenBack > 0) {
    const found = takenBack === 1 ? 'What 1 objective found' : `What ${takenBack} objectives found`;
    run.push(...entry('inconclusive', `${found} is taken back, because the run is invalid`));
  }
  const shown = verdict.scriptErrors.slice(0, maxScriptErrors);
  const thrown = shown.flatMap((text) => entry('warn', `Error in a journey: ${plain(text)}`));
  const more = verdict.scriptErrors.length - shown.length;
  if (more > 0) thrown.push(`${margin}${margin}and ${more} more, all in the report`);
  return [...run, ...thrown, ...missed, ...notEvaluated];
}

function thresholds(verdict: Verdict, width: number, paint: (style: Style) => Paint): string[] {
  const rows = thresholdRows(verdict);
  if (rows.length === 0) return [];
  const cells = (name: keyof ThresholdRow): Cell[] => rows.map((row) => ({ text: row[name] }));
  const table = renderTable(
    [
      { head: 'threshold', align: 'left', shrinkTo: 14, cells: cells('threshold') },
      { head: 'observed', align: 'right', cells: cells('observed') },
      { head: 'outcome', align: 'left', cells: cells('outcome') },
    ],
    width - margin.length,
    paint('dim'),
  );
  return [...wrap(thresholdsTitle, width - margin.length), ...table].map((line) => margin + line);
}

function facts(verdict: Verdict, width: number, paint: (style: Style) => Paint, reports: string | undefined): string[] {
  const counts = tally(verdict).map(({ text }) => text);
  const rows: [string, string][] = [
    [
      'run',
      `${plain(verdict.experiment)} (scenario ${plain(verdict.scenario)}, profile ${plain(verdict.profile)}, ${verdict.loadModel} model), ${plain(verdict.runId)}`,
    ],
    ['target', [plain(verdict.target), optionsOf(verdict)].filter((text) => text !== '').join(' ')],
    ...unusualOf(verdict.environment).map((text): [string, string] => ['', text]),
    ['build', verdict.build === null ? 'unknown' : plain(verdict.build)],
    [
      'load',
      `${formatCount(verdict.requests)} requests in ${formatLength(verdict.durationMs)} from ${plain(formatInstant(verdict.startedAt))}`,
    ],
    ['verdict', `${counts.length === 0 ? 'no objectives' : counts.join(', ')}; exit code ${verdict.exitCode}`],
  ];
  const validity = validityOf(verdict);
  if (validity !== null) rows.push(['validity', validity]);
  if (verdict.rerunOf !== null) rows.push(['repeats', `the invalid run ${plain(verdict.rerunOf)}`]);
  if (faultChoicesOf(verdict) !== '') rows.push(['faults', faultChoicesOf(verdict)]);
  if (tagsOf(verdict) !== '') rows.push(['tags', tagsOf(verdict)]);
  rows.push(['again', shellCommand(verdict.command)]);
  if (reports !== undefined) rows.push(['reports', plain(reports)]);
  return rows.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrap(text, width - margin.length - factWidth);
    return [
      `${margin}${paint('dim')(name.padEnd(factWidth))}${first}`,
      ...rest.map((line) => `${margin}${' '.repeat(factWidth)}${line}`),
    ];
  });
}

function markAndWord({ verdict }: ObjectiveResult): Cell {
  const { mark, word } = looks[verdict];
  const short = verdict === 'not-evaluated' ? 'n/a' : verdict === 'inconclusive' ? 'inconcl.' : word;
  return { text: `${mark} ${word}`, short: `${mark} ${short}` };
}

function shortWhatOf(objective: ObjectiveResult): string {
  return whatOf(objective)
    .replace('response time', 'time')
    .replace('time to recover', 'recovery')
    .replace('error rate', 'errors');
}
