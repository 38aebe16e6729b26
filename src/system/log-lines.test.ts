import { expect, test } from 'vitest';
import { lineRing, lineSplitter } from './log-lines.ts';

function split(chunks: readonly (string | Buffer)[], longest?: number): string[] {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line), longest);
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

test('cuts lines wherever the chunks end', () => {
  expect(split(['a\nb', 'c\r\n', '\n', 'd'])).toEqual(['a', 'bc', '', 'd']);
});

test('a character that is cut in two comes out whole', () => {
  const euro = Buffer.from('€\n');
  expect(split([euro.subarray(0, 1), euro.subarray(1)])).toEqual(['€']);
});

test('a line without an end does not grow beyond the cap, and the next line is whole again', () => {
  expect(split(['x'.repeat(50), 'y'.repeat(50), '\nnext\n'], 60)).toEqual(['x'.repeat(50) + 'y'.repeat(10), 'next']);
});

test('the ring keeps the last lines only', () => {
  const ring = lineRing(3);
  for (let i = 0; i < 100; i++) ring.add(String(i));
  expect(ring.last(2)).toEqual(['98', '99']);
  expect(ring.last(10)).toEqual(['97', '98', '99']);
  expect(ring.last(0)).toEqual([]);
});
