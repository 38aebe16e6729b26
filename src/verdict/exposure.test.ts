import { expect, test } from 'vitest';
import { gatherEvidence } from './evidence.ts';
import { buildRecord, exact, type RawFault } from './testing/record-builder.ts';
import type { RawRequest } from './testing/series-builder.ts';

/** Felt from 20 s to 25 s; slots around its planned edges are of 100 ms. */
const exposed = (request: RawRequest, about: Partial<RawFault> = {}, astray = false): number | undefined => {
  const record = buildRecord({ faults: [exact('f', 20_000, 25_000, about)], requests: [request] });
  const series = record.series.map((one) => (one.type === 'http' ? { ...one, astray } : one));
  return gatherEvidence({ ...record, series }).exposed.get('f');
};

test.each([
  ['before it', 19_000, 900, 0],
  ['from before it into it', 19_000, 1000, 1],
  ['all through it', 19_000, 9000, 1],
  ['in it', 22_000, 10, 1],
  ['from the last slot of it on', 24_900, 5000, 1],
  ['after it', 25_000, 10, 0],
])('a request that was under way %s', (_when, startMs, tookMs, count) => {
  expect(exposed({ startMs, tookMs })).toBe(count);
});

test('what may have begun after it was clean, within its slot, is not counted', () => {
  expect(exposed({ startMs: 24_910, tookMs: 10 }, { cleanMs: 24_950 })).toBe(0);
});

test('only requests of the steps that were meant to meet it, through its edge, while it was felt', () => {
  const inside = { startMs: 22_000, tookMs: 10 };
  expect(exposed({ ...inside, step: 'pay' }, { hits: ['pay'] })).toBe(1);
  expect(exposed({ ...inside, step: 'look' }, { hits: ['pay'] })).toBe(0);
  expect(exposed(inside, {}, true)).toBe(0);
  expect(exposed(inside, { feltMs: null })).toBe(0);
});
