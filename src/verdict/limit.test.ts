import { expect, test } from 'vitest';
import { holds } from './limit.ts';
import { objective } from './testing/slo-builder.ts';
import { Gathered } from './value.ts';

test.each<[string, 'at most' | 'at least', number, number | null, string]>([
  ['kept', 'at most', 100, null, 'holds'],
  ['missed by the worse side', 'at most', 99, null, 'missed'],
  ['kept, however long the others take', 'at most', 150, 150, 'holds'],
  ['open while others may take longer', 'at most', 149, 150, 'unknown'],
  ['missed already', 'at most', 99, 150, 'missed'],
  ['kept', 'at least', 90, null, 'holds'],
  ['missed by the worse side', 'at least', 91, null, 'missed'],
  ['missed, however long the others take', 'at least', 151, 150, 'missed'],
  ['open while others may take long enough', 'at least', 150, 150, 'unknown'],
  ['kept already', 'at least', 90, 150, 'holds'],
])('a limit is %s: %s %d, unfinished %s', (_, side, limit, high, expected) => {
  const unfinished = high === null ? null : { count: 1, high };
  const measured = { estimate: { value: 95, low: 90, high: 100 }, samples: 59, untimed: 0, unfinished };
  expect(holds(objective({ atMost: side === 'at most' }), new Gathered(), measured, limit, 59)).toBe(expected);
});
