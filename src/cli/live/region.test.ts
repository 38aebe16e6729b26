import { describe, expect, it } from 'vitest';
import { Region } from './region.ts';

/** As much of a terminal as a region uses, 20 rows high; long lines are broken when they are written. */
class FakeScreen {
  rows: string[] = [''];
  row = 0;
  cursorShown = true;
  width: number;

  constructor(width: number) {
    this.width = width;
  }

  columns = (): number => this.width;

  write = (text: string): void => {
    for (const [token] of text.matchAll(/\u001b\[\??\d*[A-Za-z]|[^\u001b]/gu)) this.#take(token);
  };

  /** Breaks lines anew, as terminals do that reflow. */
  resize(width: number): void {
    this.width = width;
    this.rows = this.rows.flatMap((row) => row.match(new RegExp(`.{1,${width}}`, 'g')) ?? ['']);
    this.row = this.rows.length - 1;
  }

  #column = 0;

  #take(token: string): void {
    if (token === '\n') {
      this.row += 1;
      this.#column = 0;
      this.rows[this.row] ??= '';
    } else if (token === '\r') this.#column = 0;
    else if (token === '\u001b[K') this.rows[this.row] = (this.rows[this.row] ?? '').slice(0, this.#column);
    else if (token === '\u001b[J') {
      this.#take('\u001b[K');
      this.rows.length = this.row + 1;
    } else if (token === '\u001b[?25l') this.cursorShown = false;
    else if (token === '\u001b[?25h') this.cursorShown = true;
    else if (token.startsWith('\u001b[')) this.row -= Number.parseInt(token.slice(2), 10);
    else {
      const row = (this.rows[this.row] ?? '').padEnd(this.#column);
      this.rows[this.row] = row.slice(0, this.#column) + token + row.slice(this.#column + 1);
      this.#column += 1;
    }
  }
}

describe('a region', () => {
  it('is drawn over itself, also when it gets shorter', () => {
    const screen = new FakeScreen(40);
    const region = new Region(screen);
    region.draw(['one', 'two and more', 'three']);
    region.draw(['ONE', 'TWO']);
    expect(screen.rows).toEqual(['ONE', 'TWO']);
  });

  it('lets lines be printed above it', () => {
    const screen = new FakeScreen(40);
    const region = new Region(screen);
    region.print('before\n');
    region.draw(['a', 'b']);
    region.print('an event that is longer\n');
    region.print('\nwithout its newline');
    region.draw(['c', 'd']);
    expect(screen.rows).toEqual(['before', 'an event that is longer', '', 'without its newline', 'c', 'd']);
  });

  it('goes away without a trace, and gives the cursor back', () => {
    const screen = new FakeScreen(40);
    const region = new Region(screen);
    region.print('before\n');
    region.draw(['a', 'b']);
    expect(screen.cursorShown).toBe(false);
    region.clear();
    region.clear();
    expect(screen.rows).toEqual(['before', '']);
    expect(screen.cursorShown).toBe(true);
  });

  it('finds its beginning after the terminal was made narrower', () => {
    const screen = new FakeScreen(40);
    const region = new Region(screen);
    region.print('before\n');
    region.draw(['a line of thirty places, as it', 'b']);
    screen.resize(12);
    region.draw(['short', 'b']);
    expect(screen.rows).toEqual(['before', 'short', 'b']);
  });
});
