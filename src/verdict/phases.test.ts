import { describe, expect, test } from 'vitest';
import { Cells } from '../model/cells.ts';
import { cutTimeline, phasesOf, phaseSpans, slotsFrom } from './phases.ts';
import { buildRecord, evenly, exact, type RawFault, type RawRun } from './testing/record-builder.ts';
import { seriesOf } from './testing/series-builder.ts';

const cut = (run: RawRun) => cutTimeline(buildRecord(run));
const spansOf = (run: RawRun) => phaseSpans(cut(run)).map(({ phase, fromMs, toMs }) => `${phase} ${fromMs}-${toMs}`);
/** Phases of one fault, planned for 20-30 s of 60 s. */
const withFault = (seen: Partial<RawFault>) =>
  spansOf({ faults: [{ id: 'f', startMs: 20_000, endMs: 30_000, ...seen }] });

describe('spans', () => {
  test('without faults: warm-up, steady, cool-down', () => {
    expect(spansOf({ warmUpMs: 4000, ending: { loadMs: 61_500 } })).toEqual([
      'warmup 0-4000',
      'steady 4000-60000',
      'cooldown 60000-61500',
    ]);
  });

  test('a fault is cut where it was felt and clean, not where it was planned', () => {
    const seen = {
      askedMs: 20_003,
      acknowledgedMs: 20_009,
      feltMs: 20_017,
      healAcknowledgedMs: 30_010,
      cleanMs: 30_042,
    };
    expect(withFault(seen)).toEqual([
      'steady 0-20003',
      'edge:f 20003-20017',
      'fault:f 20017-30042',
      'recovery:f 30042-35042',
      'steady 35042-60000',
    ]);
  });

  test.each<[string, Partial<RawFault>, string]>([
    ['not seen at all: as planned', {}, 'fault:f 20000-30000'],
    [
      'not felt: from acknowledged to healed',
      { askedMs: 20_100, acknowledgedMs: 20_200, healAcknowledgedMs: 30_300 },
      'fault:f 20200-30300',
    ],
    [
      'not felt, healed earlier than clean',
      { acknowledgedMs: 20_200, healAcknowledgedMs: 30_300, cleanMs: 30_400 },
      'fault:f 20200-30400',
    ],
    [
      'not felt: clean is no end while healing is unknown',
      { acknowledgedMs: 20_200, cleanMs: 20_300 },
      'fault:f 20200-60000',
    ],
    ['not felt, not healed: to the end', { askedMs: 20_100, acknowledgedMs: 20_200 }, 'fault:f 20200-60000'],
    ['asked for, never acknowledged: to the end', { askedMs: 20_100 }, 'fault:f 20000-60000'],
    ['never clean: to the end', { feltMs: 20_050, healAcknowledgedMs: 30_000 }, 'fault:f 20050-60000'],
    ['clean before it was felt is no end', { feltMs: 20_050, cleanMs: 20_040 }, 'fault:f 20050-60000'],
    [
      'healed by cutting connections: not before that was done',
      { feltMs: 20_050, cleanMs: 30_010, healAcknowledgedMs: 30_500, escalations: ['swapped'] },
      'fault:f 20050-30500',
    ],
    [
      'clean a little before healing was acknowledged',
      { feltMs: 20_050, cleanMs: 30_010, healAcknowledgedMs: 30_020 },
      'fault:f 20050-30010',
    ],
    [
      'felt by a probe sent before it was asked for',
      { askedMs: 20_010, feltMs: 19_990, cleanMs: 30_000 },
      'fault:f 19990-30000',
    ],
  ])('%s', (_name, seen, expected) => {
    expect(withFault(seen)).toContain(expected);
  });

  test('recovery is cut by the next fault', () => {
    const faults = [exact('a', 20_000, 30_000), exact('b', 32_000, 40_000, { askedMs: 31_900 })];
    expect(spansOf({ faults })).toEqual([
      'steady 0-20000',
      'fault:a 20000-30000',
      'recovery:a 30000-31900',
      'edge:b 31900-32000',
      'fault:b 32000-40000',
      'recovery:b 40000-45000',
      'steady 45000-60000',
    ]);
  });

  test('faults may overlap; recovery begins when the last of them has ended', () => {
    expect(
      spansOf({ faults: [exact('a', 10_000, 20_000), exact('b', 15_000, 25_000), exact('c', 16_000, 18_000)] }),
    ).toEqual([
      'steady 0-10000',
      'fault:a 10000-20000',
      'fault:b 15000-25000',
      'fault:c 16000-18000',
      'recovery:b 25000-30000',
      'steady 30000-60000',
    ]);
    expect(spansOf({ faults: [exact('a', 10_000, 20_000), exact('b', 15_000, 20_000)] }).slice(1)).toEqual([
      'fault:a 10000-20000',
      'fault:b 15000-20000',
      'recovery:a 20000-25000',
      'recovery:b 20000-25000',
      'steady 25000-60000',
    ]);
  });

  test('a fault wins over warm-up and cool-down, cool-down over recovery', () => {
    expect(spansOf({ warmUpMs: 15_000, faults: [exact('a', 2000, 5000)], recoveryMs: 2000 })).toEqual([
      'warmup 0-2000',
      'fault:a 2000-5000',
      'recovery:a 5000-7000',
      'warmup 7000-15000',
      'steady 15000-60000',
    ]);
    expect(spansOf({ faults: [exact('a', 50_000, 58_000)], ending: { loadMs: 64_000 } }).slice(1)).toEqual([
      'fault:a 50000-58000',
      'recovery:a 58000-60000',
      'cooldown 60000-64000',
    ]);
    expect(spansOf({ faults: [exact('a', 50_000, 61_000)], ending: { loadMs: 64_000 } }).slice(1)).toEqual([
      'fault:a 50000-61000',
      'cooldown 61000-64000',
    ]);
  });

  test('an interrupted run ends where its load ended, a killed one with its last cell', () => {
    const faults = [exact('a', 20_000, 30_000)];
    expect(spansOf({ faults, ending: { loadMs: 25_500, interrupted: 'SIGINT' } })).toEqual([
      'steady 0-20000',
      'fault:a 20000-25500',
    ]);
    const requests = [...evenly(10, 0, 14_000), ...evenly(10, 0, 9000, { step: 'checkout' })];
    expect(spansOf({ faults, ending: null, requests })).toEqual(['steady 0-14000']);
    expect(spansOf({ ending: null })).toEqual([]);
    // What a disk has changed.
    const far = seriesOf('vus', 'gauge', [1]);
    const cells = far.cells.map((cell) => ({ ...cell, endMs: 2 ** 40 }));
    expect(spansOf({ ending: null, requests, series: [{ ...far, cells: Cells.of(cells) }] })).toEqual([
      'steady 0-14000',
    ]);
  });
});

describe('phases of a slot', () => {
  const timeline = cut({
    warmUpMs: 4500,
    durationMs: 59_700,
    recoveryMs: 5050,
    faults: [{ id: 'f', startMs: 20_000, endMs: 30_000, askedMs: 20_003, feltMs: 20_140, cleanMs: 30_042 }],
  });

  test.each([
    [-1000, 0, []],
    [0, 1000, ['warmup']],
    [4000, 5000, ['warmup']],
    [5000, 6000, ['steady']],
    [19_900, 20_000, ['steady']],
    [19_000, 20_000, ['steady']],
    [19_000, 20_010, ['edge:f']],
    [20_000, 20_100, ['edge:f']],
    [20_100, 20_200, ['edge:f']],
    [20_140, 20_240, ['fault:f']],
    [20_200, 20_300, ['fault:f']],
    [29_942, 30_042, ['fault:f']],
    [30_000, 30_100, ['edge:f']],
    [30_042, 30_142, ['recovery:f']],
    [30_100, 30_200, ['recovery:f']],
    [35_000, 36_000, ['recovery:f']],
    [35_092, 36_092, ['steady']],
    [36_000, 37_000, ['steady']],
    [58_000, 59_000, ['steady']],
    [59_000, 60_000, ['cooldown']],
    [60_000, 61_000, ['cooldown']],
  ])('%d-%d', (fromMs, toMs, phases) => {
    expect(phasesOf({ fromMs, toMs }, timeline)).toEqual(phases);
  });

  test('from where a rising load became too much on, what is left of it is overload', () => {
    const rising = { ...timeline, overloadMs: 40_000 };
    expect(phasesOf({ fromMs: 39_000, toMs: 40_000 }, rising)).toEqual(['steady']);
    expect(phasesOf({ fromMs: 39_500, toMs: 40_500 }, rising)).toEqual(['overload']);
    expect(phasesOf({ fromMs: 59_000, toMs: 60_000 }, rising)).toEqual(['cooldown']);
  });

  test('overlapping faults share a slot, also with an edge', () => {
    const both = cut({ faults: [exact('a', 10_000, 20_000), exact('b', 15_050, 25_000)] });
    expect(phasesOf({ fromMs: 16_000, toMs: 17_000 }, both)).toEqual(['fault:a', 'fault:b']);
    expect(phasesOf({ fromMs: 15_000, toMs: 15_100 }, both)).toEqual(['fault:a', 'edge:b']);
  });
});

test('slots for a window, fine and coarse', () => {
  const fine = [{ fromMs: 3000, toMs: 4000 }];
  const bounds = (fromMs: number, lengthMs: number) => {
    const slots = slotsFrom(fromMs, lengthMs, fine);
    return `${slots.length}: ${slots[0]?.fromMs ?? ''}-${slots.at(-1)?.toMs ?? ''}`;
  };
  expect(bounds(1000, 2000)).toBe('2: 1000-3000');
  expect(bounds(1000, 2500)).toBe('7: 1000-3500');
  expect(bounds(1001, 1100)).toBe('2: 2000-3100');
  expect(bounds(3000, 500)).toBe('5: 3000-3500');
  expect(bounds(3001, 500)).toBe('5: 3100-3600');
  expect(bounds(3750, 1000)).toBe('3: 3800-5000');
  expect(bounds(4100, 100)).toBe('1: 5000-6000');
});
