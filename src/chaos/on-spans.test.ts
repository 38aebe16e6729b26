import { expect, test } from 'vitest';
import { onSpans } from './on-spans.ts';

test('a fault without flapping is on once', () => {
  expect(onSpans({ startMs: 100, endMs: 900 })).toEqual([{ fromMs: 100, toMs: 900 }]);
});

test('flapping is on at the beginning of each period and never beyond the end', () => {
  expect(onSpans({ startMs: 1000, endMs: 2100, flapping: { periodMs: 500, onMs: 200 } })).toEqual([
    { fromMs: 1000, toMs: 1200 },
    { fromMs: 1500, toMs: 1700 },
    { fromMs: 2000, toMs: 2100 },
  ]);
});

test('a period that begins at the end is not played', () => {
  expect(onSpans({ startMs: 0, endMs: 1000, flapping: { periodMs: 500, onMs: 100 } })).toHaveLength(2);
});
