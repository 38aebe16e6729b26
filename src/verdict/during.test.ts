import { expect, test } from 'vitest';
import { selectPhases } from './during.ts';
import { cutTimeline } from './phases.ts';
import { buildRecord, exact, type RawRun } from './testing/record-builder.ts';

const two = [exact('f', 20_000, 30_000), exact('g', 40_000, 45_000)];

test.each<[string[], RawRun, string[], string[]]>([
  [['steady', 'cooldown'], {}, ['steady', 'cooldown'], []],
  [['warmup', 'steady'], {}, ['steady'], []],
  [['warmup'], { warmUpMs: 1000 }, ['warmup'], []],
  [['all'], { warmUpMs: 1000 }, [], []],
  [['fault:f', 'edge:f'], {}, ['fault:f', 'edge:f'], ['f']],
  [['recovery:*'], {}, ['recovery:f', 'recovery:g'], ['f', 'g']],
  [['recovery:*', 'fault:g'], { recoveryMs: 0 }, ['fault:g'], ['g']],
  [['fault:h', 'steady'], {}, ['steady'], []],
])('%j of a run with two faults and %j: %j', (during, run, phases, faults) => {
  const selection = selectPhases(during, cutTimeline(buildRecord({ faults: two, ...run })));
  expect(selection).toEqual({ phases: new Set(phases), all: during.includes('all'), faults });
});
