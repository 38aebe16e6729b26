import { stripVTControlCharacters } from 'node:util';
import { cellWidth } from '../../report/terminal-table.ts';

export interface Screen {
  write(text: string): void;
  columns(): number;
}

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const eraseLineAhead = '\u001b[K';
const eraseBelow = '\u001b[J';

/** Lines at the end of a terminal that are drawn again and again; everything else is printed above them. */
export class Region {
  readonly #screen: Screen;
  #lines: readonly string[] = [];

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Each line must be narrower than the terminal. */
  draw(lines: readonly string[]): void {
    const start = this.#lines.length === 0 ? hideCursor : this.#back();
    // Erasing what is behind each line instead of everything first: nothing flickers.
    this.#screen.write(`${start}${lines.map((line) => line + eraseLineAhead).join('\n')}${eraseBelow}`);
    this.#lines = lines;
  }

  /** Prints whole lines above the region. */
  print(text: string): void {
    const lines = this.#lines;
    if (lines.length === 0) {
      this.#screen.write(text);
      return;
    }
    const whole = text.endsWith('\n') ? text : `${text}\n`;
    this.#screen.write(`${this.#back()}${eraseBelow}${whole}${lines.join('\n')}`);
  }

  clear(): void {
    if (this.#lines.length === 0) return;
    this.#screen.write(`${this.#back()}${eraseBelow}${showCursor}`);
    this.#lines = [];
  }

  /** To the beginning of the first line. In a terminal that was made narrower since, lines have been broken. */
  #back(): string {
    const columns = Math.max(1, this.#screen.columns());
    const rows = this.#lines.reduce((sum, line) => {
      const width = cellWidth(stripVTControlCharacters(line));
      return sum + Math.max(1, Math.ceil(width / columns));
    }, -1);
    return rows > 0 ? `\r\u001b[${rows}A` : '\r';
  }
}
