import { expect, test } from 'vitest';
import type { SampledSeries } from '../model/record.ts';
import { defaultValidityLimits } from '../model/validity-limits.ts';
import { buildRecord, type RawFault } from './testing/record-builder.ts';
import { machineChecks } from './validity-machine.ts';

type Points = SampledSeries['points'];
const untilMs = 60_000;
const checks = (sampled: Record<string, Points>, faults: readonly RawFault[] = []) =>
  machineChecks(
    {
      ...buildRecord({ faults }),
      sampled: Object.entries(sampled).map(([name, points]) => ({ name, unit: 'number', labels: {}, points })),
    },
    untilMs,
    defaultValidityLimits,
  );
const observedOf = (all: ReturnType<typeof checks>, start: string) =>
  all.find(({ name }) => name.startsWith(start))?.observed;

const asked: RawFault = { id: 'cut', startMs: 10_000, endMs: 20_000, askedMs: 10_000 };

test('a machine with nothing to spare breaks every limit, and is told what to do', () => {
  const bad = checks(
    {
      generator_cores: [[1000, 2]],
      generator_cpu: [[1000, 1.8], [2000, 1]], // prettier-ignore
      generator_memory: [[1000, 10], [2000, 9]], // prettier-ignore
      memory_available: [[1000, 7], [2000, 2], [3000, 5]], // prettier-ignore
      harness_lateness: [[10_000, 2001], [11_000, 30]], // prettier-ignore
      host_steal: [[1000, 0.1], [2000, 0.4]], // prettier-ignore
      clock_offset: [[1000, -51], [2000, 4]], // prettier-ignore
      stream_silence: [[1000, 5001]],
      host_cpu: [[1000, 0.5], [2000, 1]], // prettier-ignore
    },
    [asked],
  );
  const lessLoad = 'take fewer users or a machine of its own for the load (proofload doctor --calibrate)';
  expect(bad.map(({ problem }) => problem)).toEqual([
    `seconds in which k6 used nine tenths of its processors: 50 % against at most 10 %; ${lessLoad}`,
    `memory of k6, of what it could have: 83.33 % against at most 80 %; ${lessLoad}`,
    'lateness of the harness: 2001 ms against at most 2000 ms; keep other work off this machine',
    'lateness of the harness at the edges of faults: 2 s against at most 500 ms; when faults began and ended is not known well; keep other work off this machine',
    'time that the hypervisor took away: 25 % against at most 20 %; take a machine that is not shared',
    'steps of the clock: 51 ms against at most 50 ms; somebody set the time during the run: times of k6 and harness do not fit together',
    `longest silence of k6's recorder: 5001 ms against at most 5000 ms; k6 stood still; ${lessLoad}`,
    null,
  ]);
  expect(bad.at(-1)).toEqual({
    ...{ name: 'processors of the machine in use', observed: 0.75, limit: null, unit: 'share' },
    ...{ atMost: true, holds: true, problem: null },
  });
});

test('what was not sampled is not known', () => {
  for (const sampled of [{}, { generator_memory: [[1000, 10]] as const }, { memory_available: [[1000, 10]] as const }])
    expect(checks(sampled).map(({ observed }) => observed)).toEqual([null, null, null, null, null, null, null]);
  expect(observedOf(checks({ generator_cpu: [[1000, 2]] }), 'seconds in which')).toBeNull();
  expect(observedOf(checks({ generator_cores: [[1000, 2]] }), 'seconds in which')).toBeNull();
});

test('samples count until half a second after the load, and each by its own name', () => {
  const late: Points = [[1000, 7], [untilMs + 500, 8], [untilMs + 501, 9]]; // prettier-ignore
  const some = checks({ other: [[1000, 99]], harness_lateness: late, stream_silence: [[1000, 3]] });
  expect(observedOf(some, 'lateness of the harness')).toBe(8);
  expect(observedOf(some, 'longest silence')).toBe(3);
});

test.each([
  [500, null],
  [9000, null],
  [9001, 3],
  [11_999, 3],
  [12_000, null],
])('of the edge of a fault at 10 s a sample at %d ms tells %s', (atMs, observed) => {
  const edges = checks({ harness_lateness: [[atMs, 3]] }, [asked]);
  expect(observedOf(edges, 'lateness of the harness at the edges')).toBe(observed);
});

test('a run without faults has no edges', () => {
  expect(observedOf(checks({ harness_lateness: [[1000, 3]] }), 'lateness of the harness at the edges')).toBeUndefined();
});
