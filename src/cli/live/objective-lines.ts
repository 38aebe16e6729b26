import { formatValue } from '../../report/format.ts';
import { plain } from '../../report/plain-text.ts';
import { renderTable } from '../../report/terminal-table.ts';
import { limitOf, marginOf } from '../../report/wording.ts';
import type { LiveObjective, Standing } from '../../verdict/live-objectives.ts';
import type { Colour, Paint } from './paint.ts';

const looks = {
  missed: { mark: '✗', colour: 'red' },
  warns: { mark: '!', colour: 'yellow' },
  unknown: { mark: '?', colour: 'magenta' },
  holds: { mark: '✓', colour: 'green' },
  idle: { mark: '·', colour: 'dim' },
} as const satisfies Record<Standing, { mark: string; colour: Colour }>;

/** The most urgent first where there is no room for all. */
const urgency: readonly Standing[] = ['missed', 'warns', 'unknown', 'holds', 'idle'];

/** As many objectives as `rows` can hold, in the order of the SLO file, each by its value over the last seconds. */
export function objectiveLines(
  objectives: readonly LiveObjective[],
  width: number,
  rows: number,
  paint: Paint,
): string[] {
  if (rows <= 0 || objectives.length === 0) return [];
  const hidden = objectives.length > rows ? objectives.length - rows + 1 : 0;
  const ranked = [...objectives].sort((a, b) => urgency.indexOf(a.standing) - urgency.indexOf(b.standing));
  const chosen = new Set(ranked.slice(0, objectives.length - hidden));
  const shown = objectives.filter((objective) => chosen.has(objective));
  const rest = hidden === 0 ? [] : [paint('dim', `… ${hidden} more`)];
  return shown.length === 0 ? rest : [...table(shown, width, paint), ...rest];
}

function table(objectives: readonly LiveObjective[], width: number, paint: Paint): string[] {
  const cells = (text: (objective: LiveObjective) => string, colour = true) =>
    objectives.map((objective) => {
      const { colour: name } = looks[objective.standing];
      return { text: text(objective), ...(colour ? { paint: (shown: string) => paint(name, shown) } : {}) };
    });
  const margin = (objective: LiveObjective) => marginOf({ ...objective, censored: false }).padStart(7);
  const [, ...lines] = renderTable(
    [
      { head: '', align: 'left', cells: cells(({ standing }) => looks[standing].mark) },
      { head: '', align: 'left', shrinkTo: 4, cells: cells(({ name }) => plain(name), false) },
      { head: '', align: 'right', cells: cells(observed) },
      { head: '', align: 'right', dropAt: 1, cells: cells(limitOf, false) },
      { head: '', align: 'right', dropAt: 2, cells: cells(margin, false) },
    ],
    width,
    (text) => text,
  );
  return lines;
}

/** Padded, so that the columns stay where they are when values get longer. */
function observed({ observed: value, unit }: LiveObjective): string {
  return (value === null ? '–' : formatValue(value, unit)).padStart(8);
}
