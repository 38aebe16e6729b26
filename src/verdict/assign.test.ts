import { expect, test } from 'vitest';
import { Assignment } from './assign.ts';
import { cutTimeline } from './phases.ts';
import { buildRecord, exact, type RawFault } from './testing/record-builder.ts';

function assigned(faults: RawFault[], startSlot: number, endSlot: number): readonly string[] {
  const assignment = new Assignment(cutTimeline(buildRecord({ faults, warmUpMs: 2000 })));
  const slot = assignment.slot(startSlot);
  return assignment.crosses(slot, endSlot) ? assignment.crossed(slot, endSlot) : slot.phases;
}

/** Slots are fine at 18-22 s and 28-37 s. */
const one = [exact('f', 20_000, 30_000)];
const late = [exact('f', 20_000, 30_000, { feltMs: 24_500, askedMs: 24_400, cleanMs: 40_500 })];
const two = [exact('f', 20_000, 30_000), exact('g', 33_000, 36_000)];
const close = [exact('f', 20_000, 30_000), exact('g', 20_100, 30_000)];
const coarse = [...late, exact('g', 45_000, 50_000)];
const overlapping = [exact('f', 20_000, 30_000), exact('g', 25_000, 36_000)];

test.each<[string, RawFault[], number, number, string[]]>([
  ['stays in steady', one, 15_000, 16_000, ['steady']],
  ['ends in the slot before the edge', one, 19_000, 19_900, ['steady']],
  ['ends in the slot at the edge', one, 19_900, 20_000, ['edge:f']],
  ['lasts through the fault', one, 15_000, 31_000, ['edge:f']],
  ['starts in the fault', one, 20_000, 20_000, ['fault:f']],
  ['starts in the fault and ends after it', one, 29_900, 33_000, ['fault:f']],
  ['starts at the clean edge', one, 30_000, 30_000, ['recovery:f']],
  ['crosses out of the warm-up', one, 1000, 20_500, ['edge:f']],
  ['before the load, ends before the fault', one, -1000, 19_900, []],
  ['before the load, crosses', one, -1000, 20_000, ['edge:f']],

  ['a coarse slot that holds the edge', late, 24_000, 24_000, ['edge:f']],
  ['pending in a coarse slot that holds the edge', late, 23_000, 24_000, ['edge:f']],
  ['a coarse slot before it', late, 23_000, 23_000, ['steady']],
  ['a coarse slot that holds the clean edge', late, 40_000, 40_000, ['edge:f']],
  ['a coarse slot after it', late, 41_000, 41_000, ['recovery:f']],

  ['crosses from recovery into the next fault', two, 31_000, 33_000, ['edge:g']],
  ['crosses from steady into both', two, 15_000, 34_000, ['edge:f', 'edge:g']],
  ['crosses into the first of two, and ends where the second begins', close, 15_000, 20_000, ['edge:f']],
  ['crosses from a fault into the next: stays with its own', two, 29_000, 33_000, ['fault:f', 'edge:g']],
  ['in a fault, crosses into an overlapping one', overlapping, 24_900, 25_000, ['fault:f', 'edge:g']],
  ['at the edge of a fault, crosses into the next', two, 19_900, 33_000, ['edge:f', 'edge:g']],
  [
    'at the clean edge of a fault in a coarse slot, crosses into the next',
    coarse,
    40_000,
    45_000,
    ['edge:f', 'edge:g'],
  ],
  ['in both', overlapping, 26_000, 31_000, ['fault:f', 'fault:g']],
])('%s', (_name, faults, startSlot, endSlot, phases) => {
  expect(assigned(faults, startSlot, endSlot)).toEqual(phases);
});

test('what ends after the fault was asked for has crossed, even if it was not yet felt', () => {
  const slow = [exact('f', 20_000, 30_000, { feltMs: 20_400 })];
  expect(assigned(slow, 19_900, 19_900)).toEqual(['steady']);
  expect(assigned(slow, 19_900, 20_000)).toEqual(['edge:f']);
  expect(assigned(slow, 20_100, 20_100)).toEqual(['edge:f']);
  expect(assigned(slow, 20_400, 20_400)).toEqual(['fault:f']);
});
