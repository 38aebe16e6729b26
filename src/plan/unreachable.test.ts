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
    [{ during: ['fault:*'], window: sustained(6000) }, 'its window is 6 s, and fault:* lasts for 5 s at a stretch'],
    [{ during: ['fault:f', 'recovery:f'], window: sustained(10_000) }, null],
    [{ during: ['fault:h'], window: sustained(60_000) }, null],
    [{ profiles: ['soak'], window: sustained(60_000) }, null],
  ])('%j: %s', (asked, note) => {
    expect(notes(asked)).toEqual(note === null ? [] : [`"is fast" will hardly be judged: ${note}`]);
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
