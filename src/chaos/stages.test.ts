import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NetworkAction } from '../model/faults/network.ts';
import { stagesOf } from './stages.ts';

const latency = { kind: 'latency', delayMs: 300, jitterMs: 10, direction: 'both' } as const;

test('an action without a ramp is one stage', () => {
  expect(stagesOf(latency)).toEqual([latency]);
});

test('a ramp of latency leads from one delay to the other', () => {
  const stages = stagesOf({ ...latency, ramp: { from: 100, steps: 3 } });
  expect(stages).toEqual([
    { ...latency, delayMs: 100 },
    { ...latency, delayMs: 200 },
    { ...latency, delayMs: 300 },
  ]);
});

test('a ramp of bandwidth falls in whole KB/s', () => {
  const bandwidth = { kind: 'bandwidth', bytesPerSecond: 1000, direction: 'both' } as const;
  const stages = stagesOf({ ...bandwidth, ramp: { from: 4000, steps: 3 } });
  expect(stages.map((stage) => stage.kind === 'bandwidth' && stage.bytesPerSecond)).toEqual([4000, 3000, 1000]);
});

test('any ramp has its steps, its ends, and never turns round', () => {
  const delays = fc.integer({ min: 1, max: 3_600_000 });
  fc.assert(
    fc.property(delays, delays, fc.integer({ min: 2, max: 100 }), (from, to, steps) => {
      const values = stagesOf({ ...latency, delayMs: to, ramp: { from, steps } }).map(
        (stage) => (stage as Extract<NetworkAction, { kind: 'latency' }>).delayMs,
      );
      expect(values).toHaveLength(steps);
      expect([values[0], values.at(-1)]).toEqual([from, to]);
      const sorted = [...values].sort((a, b) => (from < to ? a - b : b - a));
      expect(values).toEqual(sorted);
    }),
  );
});
