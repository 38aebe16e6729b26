export interface Cell {
  readonly text: string;
  /** What stands there when the line is too narrow for every `text`. */
  readonly short?: string;
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly Cell[];
  /** Text may be cut down to this many places when the line is narrow; absent = never cut. */
  readonly shrinkTo?: number;
  /** Where text is cut. @default 'end' */
  readonly cutAt?: 'middle' | 'end';
  /** On a line that is too narrow even so, columns with a number here are left out, the highest first. */
  readonly dropAt?: number;
}

const gap = '  ';

/** Lines of a table that is at most `width` wide if it can be: texts are shortened, then cut, then columns left out. */
export function renderTable(columns: readonly Column[], width: number, paintHead: (text: string) => string): string[] {
  const { kept, widths } = fit(columns, width);
  const rows = kept[0]?.cells.length ?? 0;
  const row = (cellOf: (column: Column) => Cell): string =>
    kept
      .map((column, i) => {
        const { text, paint = same } = cellOf(column);
        const place = widths[i] ?? 0;
        const shown = cut(text, place, column.cutAt);
        const space = ' '.repeat(Math.max(0, place - cellWidth(shown)));
        return column.align === 'right' ? space + paint(shown) : paint(shown) + space;
      })
      .join(gap)
      .trimEnd();
  const head = row((column) => ({ text: column.head, paint: column.head === '' ? same : paintHead }));
  return [head, ...Array.from({ length: rows }, (_, i) => row((column) => column.cells[i] ?? { text: '' }))];
}

function fit(all: readonly Column[], width: number): { kept: readonly Column[]; widths: number[] } {
  let columns = all;
  let widths = widthsOf(columns);
  const total = () => widths.reduce((sum, each) => sum + each, 0) + gap.length * (widths.length - 1);
  if (total() > width) {
    columns = all.map((column) => ({
      ...column,
      cells: column.cells.map((cell) => ({ ...cell, text: cell.short ?? cell.text })),
    }));
    widths = widthsOf(columns);
  }
  while (total() > width) {
    let widest = -1;
    for (const [i, { shrinkTo = Infinity }] of columns.entries()) {
      const now = widths[i] ?? 0;
      if (now > shrinkTo && now > (widths[widest] ?? 0)) widest = i;
    }
    if (widest < 0) {
      const last = Math.max(...columns.map(({ dropAt = -1 }) => dropAt));
      if (last < 0) break;
      return fit(
        columns.filter(({ dropAt }) => dropAt !== last),
        width,
      );
    }
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return { kept: columns, widths };
}

function widthsOf(columns: readonly Column[]): number[] {
  return columns.map(({ head, cells }) => Math.max(...[head, ...cells.map(({ text }) => text)].map(cellWidth)));
}

const spaceNotBeforeUnit = / (?!(?:ms|s|min|h|%|\/s)(?:[\s.,;:)]|$))/;

/** Words on lines of at most `width`, numbers with their units; a word that is longer than a line is broken. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(spaceNotBeforeUnit)) {
    while (cellWidth(word) > width) {
      const head = take(word, width - (line === '' ? 0 : cellWidth(line) + 1));
      if (head !== '') line = line === '' ? head : `${line} ${head}`;
      lines.push(line);
      line = '';
      word = word.slice(head.length);
    }
    if (line !== '' && cellWidth(line) + 1 + cellWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function cut(text: string, width: number, at: 'middle' | 'end' = 'end'): string {
  if (cellWidth(text) <= width) return text;
  if (at === 'end') return `${take(text, width - 1)}…`;
  const tail = Array.from(text)
    .slice(-Math.ceil((width - 1) * 0.65))
    .join('');
  return `${take(text, width - 1 - cellWidth(tail))}…${tail}`;
}

/** The longest beginning that is at most `width` wide. */
export function take(text: string, width: number): string {
  let used = 0;
  let taken = '';
  for (const character of text) {
    used += cellWidth(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

/** Places that a text takes on a terminal: wide East Asian letters and emoji take two, marks on a letter none. */
export function cellWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) continue;
    width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return width;
}

const wideRanges = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
] as const;

function isWide(codePoint: number): boolean {
  return wideRanges.some(([from, to]) => codePoint >= from && codePoint <= to);
}

function same(text: string): string {
  return text;
}
