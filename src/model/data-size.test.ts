import { expect, test } from 'vitest';
import { formatDataSize, parseDataSize } from './data-size.ts';

test.each([
  ['1B', 1],
  ['0B', 0],
  ['100KB', 100_000],
  ['1.5MB', 1_500_000],
  ['2GB', 2_000_000_000],
])('%s is %d bytes', (text, bytes) => {
  expect(parseDataSize(text)).toBe(bytes);
});

test.each(['', '5', 'KB', '-1KB', '1 KB', '1kb', '1KB/s', '1e3B'])('"%s" is no amount of data', (text) => {
  expect(parseDataSize(text)).toBeUndefined();
});

test.each([
  [999, '999 B'],
  [1000, '1 KB'],
  [1_250_000, '1.25 MB'],
  [3e9, '3 GB'],
])('%d bytes are written %s', (bytes, text) => {
  expect(formatDataSize(bytes)).toBe(text);
});
