import { describe, expect, test } from 'vitest';
import type { Objective } from '../model/slo.ts';
import { buildRecord, exact } from '../verdict/testing/record-builder.ts';
import { objective } from '../verdict/testing/slo-builder.ts';
import { unreachableObjectives } from './unreachable.ts';

/** 10 users that never think for 60 s: 100 steps a second, half of them each. */
const { plan } = buildRecord({
  ...{ warmUpMs: 5000, recoveryMs: 5000, steps: ['browse', 'checkout'] },
  faults: [exact('f', 20_000, 25_000), exact('g', 40_000, 40_500)],
}).manifest;
const notes = (asked: Partial<Objective>) => unreachableObjectives(plan, [objective(asked)]);
const sustained = (lengthMs: number) => ({ kind: 'sustained', lengthMs }) as const;

describe('a window that is longer than its phases', () => {
  test.each<[Partial<Objective>, string | null]>([
    [{ window: sustained(15_000) }, null],
    [{ window: sustained(16_000) }, 'its window is 16 s, and steady lasts for 15 s at a stretch'],
    [{ during: ['all'], window: sustained(60_000) }, null],
    [{ budget: { burn: 10, windowMs: null, abort: false } }, null],
    [
      { budget: { burn: 10, windowMs: 16_000, abort: false } },
      'its window is 16 s, and steady lasts for 15 s at a stretch',
    ],
    [{ during: ['fault:*'], window: sustained(6000) }, 'its window is 6 s, and fault:* lasts for 5 s at a stretch'],
    [{ during: ['fault:f', 'recovery:f'], window: sustained(10_000) }, null],
    [{ during: ['fault:h'], window: sustained(60_000) }, null],
    [{ profiles: ['soak'], window: sustained(60_000) }, null],
  ])('%j: %s', (asked, note) => {
    expect(notes(asked)).toEqual(note === null ? [] : [`"is fast" will hardly be judged: ${note}`]);
  });
});

describe('looks that a target does not have in time', () => {
  const level = { kind: 'level', unit: 'share', atMost: true, labels: ['service'] } as const;
  const asked = { metric: 'service_cpu', stat: 'max', signal: level, during: ['fault:f'] } as const;
  const every = (sampleEveryMs: number, more: Partial<Objective> = {}) =>
    unreachableObjectives({ ...plan, target: { ...plan.target, sampleEveryMs } }, [objective({ ...asked, ...more })]);
  const few = (needed: number, everyText: string, room: string) =>
    `"is fast" will hardly be judged: it needs ${needed} samples, and the target is sampled every ${everyText}, at most ${room}; lower its sampleEvery, or let it last longer`;

  test('are told with what to do about it', () => {
    expect(notes(asked)).toEqual([]);
    expect(every(2000)).toEqual([few(3, '2 s', '2 times in fault:f')]);
    expect(every(5000)).toEqual([few(3, '5 s', 'once in fault:f')]);
    expect(every(6000, { minSamples: 1 })).toEqual([few(1, '6 s', '0 times in fault:f')]);
    expect(every(1000, { stat: 'p95' })).toEqual([few(20, '1 s', '5 times in fault:f')]);
  });

  test('are more with the edges of the faults', () => {
    expect(every(5000, { during: ['fault:f', 'edge:f'] })).toEqual([]);
    expect(every(6000, { during: ['fault:*', 'edge:*'] })).toEqual([]);
  });

  test('are not what is counted between them', () => {
    expect(every(5000, { signal: { ...level, kind: 'ratio' }, stat: null })).toEqual([]);
  });
});

describe('samples that the load does not have', () => {
  const g = { during: ['fault:g'], stat: 'p99' } as const;
  const few = (needed: number, samples: number) =>
    `"is fast" will hardly be judged: it needs ${needed} samples, and this load has some ${samples} in fault:g`;
  test.each<[Partial<Objective>, string[]]>([
    [{ ...g, during: ['fault:f'] }, []],
    [g, [few(299, 50)]],
    [{ ...g, minSamples: 100 }, []],
    [{ ...g, minSamples: 60, where: { step: { not: false, names: ['browse'] } } }, [few(60, 25)]],
    [{ ...g, metric: 'throughput', stat: null }, []],
    [{ ...g, metric: 'error_rate', stat: null, target: 0.01 }, [few(299, 50)]],
  ])('%j', (asked, expected) => {
    expect(notes(asked)).toEqual(expected);
  });
});
