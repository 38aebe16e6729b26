import { expect, test } from 'vitest';
import { ProofloadError } from '../diagnostic/error.ts';
import type { NetworkAction } from '../model/faults/network.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { BreakableOf } from './breakable.ts';
import { checkFaults } from './check-faults.ts';
import { kindOf } from './fault-kinds.ts';
import { stagesOf } from './stages.ts';

const breakableOf: BreakableOf = ({ on, action }) =>
  on === 'api->db'
    ? ({
        problems: () => stagesOf(action as NetworkAction).flatMap((stage) => kindOf(stage).problems(stage)),
      } as unknown as ReturnType<BreakableOf>)
    : undefined;

function problemsOf(fault: Partial<PlannedFault>): string[] {
  const whole: PlannedFault = { id: 'f', on: 'api->db', startMs: 0, endMs: 1000, action: { kind: 'down' }, ...fault };
  try {
    checkFaults([whole], breakableOf);
    return [];
  } catch (error) {
    if (!(error instanceof ProofloadError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

function latency(delayMs: number, jitterMs: number) {
  return { kind: 'latency', delayMs, jitterMs, direction: 'both' } as const;
}

function slicer(averageBytes: number, variationBytes: number): NetworkAction {
  return { kind: 'slicer', averageBytes, variationBytes, delayUs: 0, direction: 'both' };
}

test.each<[string, Partial<PlannedFault>]>([
  ['down', {}],
  ['a black hole', { action: { kind: 'black-hole', direction: 'upstream' } }],
  ['jitter as large as the delay', { action: latency(100, 100) }],
  ['an hour of latency', { action: latency(3_600_000, 0) }],
  ['flapping', { flapping: { periodMs: 200, onMs: 199 } }],
])('%s can be played', (_name, fault) => {
  expect(problemsOf(fault)).toEqual([]);
});

test.each<[string, Partial<PlannedFault>, RegExp]>([
  ['a delay with a fraction', { action: latency(1.5, 0) }, /whole number/],
  ['a delay of nothing', { action: latency(0, 0) }, /from 1 to/],
  ['a negative delay', { action: latency(-5, 0) }, /from 1 to/],
  ['more than an hour', { action: latency(3_600_001, 0) }, /to 3600000 ms, not 3600001 ms/],
  ['jitter above the delay', { action: latency(100, 101) }, /jitter .* from 0 to 100 ms/],
  ['a rate of 0', { action: { kind: 'bandwidth', bytesPerSecond: 0, direction: 'both' } }, /from 1 to/],
  ['part of a KB/s', { action: { kind: 'bandwidth', bytesPerSecond: 1500, direction: 'both' } }, /whole number/],
  ['a time-out of nothing', { action: { kind: 'timeout', afterMs: 0, direction: 'both' } }, /from 1 to/],
  ['slices of nothing', { action: slicer(0, 0) }, /size/],
  ['slices that vary by their size', { action: slicer(10, 10) }, /variation .* from 0 to 9 B/],
  ['a close after less than nothing', { action: { kind: 'limit-data', bytes: -1, direction: 'both' } }, /from 0 to/],
  ['a ramp that begins with nothing', { action: { ...latency(100, 0), ramp: { from: 0, steps: 2 } } }, /from 1 to/],
  ['no length', { endMs: 0 }, /end after/],
  ['an endless fault', { endMs: Infinity }, /end after/],
  ['an edge that is not there', { on: 'api->bd' }, /no api->bd/],
  ['flapping that is always on', { flapping: { periodMs: 100, onMs: 100 } }, /below its period/],
  ['flapping with a period of nothing', { flapping: { periodMs: 0, onMs: 0 } }, /above 0/],
])('%s is refused', (_name, fault, message) => {
  expect(problemsOf(fault)).toEqual([expect.stringMatching(message)]);
});

test('two faults of one name are refused', () => {
  const fault: PlannedFault = { id: 'f', on: 'api->db', startMs: 0, endMs: 1000, action: { kind: 'down' } };
  const error = expect.objectContaining({
    problems: [{ message: 'f: there is another fault of that name' }],
  }) as unknown;
  expect(() => checkFaults([fault, fault], breakableOf)).toThrow(error);
});
