import { describe, expect, it } from 'vitest';
import { cellWidth, renderTable, wrap, type Column } from './terminal-table.ts';

const column = (head: string, texts: readonly string[], more: Partial<Column> = {}): Column => ({
  head,
  align: 'left',
  cells: texts.map((text) => ({ text })),
  ...more,
});
const draw = (columns: readonly Column[], width: number) => renderTable(columns, width, (text) => text);

describe('a table on the terminal', () => {
  it('is as wide as it has to be, numbers to the right', () => {
    expect(draw([column('name', ['a', 'bcdefg']), column('n', ['1', '100'], { align: 'right' })], 80)).toEqual([
      'name      n',
      'a         1',
      'bcdefg  100',
    ]);
  });

  it('cuts long texts before it leaves out a column', () => {
    const columns = [
      column('name', ['a long name'], { shrinkTo: 4 }),
      column('phase', ['recovery:db-hang'], { shrinkTo: 10, cutAt: 'middle' }),
      column('n', ['12'], { align: 'right', dropAt: 1 }),
    ];
    expect(draw(columns, 28).every((line) => cellWidth(line) <= 28)).toBe(true);
    expect(draw(columns, 28)[0]).toMatch(/n$/);
    expect(draw(columns, 18)[0]).not.toMatch(/n$/);
    expect(draw(columns, 18)[1]).toMatch(/^a .*… {2}.*…b-hang$/);
  });

  it('takes the short text where the long one does not fit', () => {
    const columns = [
      { ...column('what', []), cells: [{ text: 'p95 response time', short: 'p95 time' }] },
      column('n', ['1']),
    ];
    expect(draw(columns, 40)[1]).toBe('p95 response time  1');
    expect(draw(columns, 15)[1]).toBe('p95 time  1');
  });

  it('knows letters that are two places wide, and marks that are none', () => {
    expect(['abc', '大きさ', 'e\u0301', '👍'].map(cellWidth)).toEqual([3, 6, 1, 2]);
  });
});

describe('wrapped text', () => {
  it('breaks between words, never between a number and its unit', () => {
    expect(wrap('p95 642 ms, limit at most 500 ms', 12)).toEqual(['p95 642 ms,', 'limit at', 'most 500 ms']);
  });

  it('breaks a word that is longer than a line', () => {
    expect(wrap('see abcdefghijkl', 6)).toEqual(['see ab', 'cdefgh', 'ijkl']);
    expect(wrap('大大大大', 5)).toEqual(['大大', '大大']);
  });
});
