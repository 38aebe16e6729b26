import { expect, test } from 'vitest';
import type { PlannedFault } from '../model/plan.ts';
import type { RecoveryObjective } from '../model/slo.ts';
import { shortRecoveries } from './short-recovery.ts';

const fault = (id: string, startMs: number, endMs: number) => ({ id, startMs, endMs }) as PlannedFault;
const objective: RecoveryObjective = {
  kind: 'recovery',
  name: 'back',
  of: ['fast'],
  withinMs: 5000,
  holdMs: 5000,
  windowMs: 2000,
  profiles: null,
  because: null,
  place: { file: 'slo.yaml' },
};
const notes = (faults: PlannedFault[], one: Partial<RecoveryObjective> = {}) =>
  shortRecoveries({ faults, profile: { name: 'load', durationMs: 30_000 } }, [{ ...objective, ...one }]);

test('a fault that ends with the load leaves no time to see the recovery', () => {
  expect(notes([fault('slow', 20_000, 26_000)])).toEqual([
    '"back" cannot be shown after slow: it must hold for 5 s, and the load ends 4 s after it',
  ]);
});

test('another fault that begins too soon leaves none either', () => {
  expect(notes([fault('second', 12_000, 14_000), fault('first', 8000, 10_000)])).toEqual([
    '"back" cannot be shown after first: it must hold for 5 s, and second begins 2 s after it',
  ]);
});

test.each([
  ['enough time', [fault('slow', 20_000, 25_000)], {}],
  ['another profile', [fault('slow', 20_000, 30_000)], { profiles: ['other'] }],
  ['no fault', [], {}],
])('nothing is said with %s', (_, faults, one) => expect(notes(faults, one)).toEqual([]));
