import { expect, test } from 'vitest';
import { gatherEvidence } from './evidence.ts';
import { allSteps, missingSteps, stepNames } from './step-names.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';

const only = (...names: string[]) => ({ not: false, names });
const not = (...names: string[]) => ({ not: true, names });

/** Of a script that plans no steps; its requests are called as told. */
function scriptOf(...steps: readonly string[]) {
  const record = buildRecord({ requests: steps.flatMap((step) => evenly(1, 0, 1000, { step })) });
  const { plan, cells } = gatherEvidence(record);
  const script = { thresholds: [], leastMs: 0, teardownMs: 0, notes: [] };
  return { plan: { ...plan, scenario: { ...plan.scenario, journeys: [] }, script }, cells };
}

test('steps are those of the plan in their order, then others by name', () => {
  const requests = ['pay', 'b', 'a'].flatMap((step) => evenly(1, 0, 1000, { step }));
  const evidence = gatherEvidence(buildRecord({ requests, steps: ['look', 'pay'] }));
  expect(allSteps(evidence)).toEqual(['look', 'pay', 'a', 'b']);
  expect(stepNames(undefined, evidence)).toBeNull();
  expect(stepNames(only('pay', 'z'), evidence)).toEqual(['pay', 'z']);
  expect(stepNames(not('pay', 'a'), evidence)).toEqual(['look', 'b']);
  expect(missingSteps(only('z'), evidence), 'checked before the run').toBeNull();
});

test('of a script is told what it names and never came, and what came', () => {
  expect(missingSteps(only('z', 'a', 'y'), scriptOf('b', 'a'))).toBe('no request is called z and y; seen: a, b');
  expect(missingSteps(only('a'), scriptOf('b', 'a'))).toBeNull();
  expect(missingSteps(not('z'), scriptOf('a'))).toBeNull();
  expect(missingSteps(undefined, scriptOf('a'))).toBeNull();
  expect(missingSteps(only('z'), scriptOf())).toBe('no request is called z; seen: none');
  const letters = Array.from('abcdefghijkl');
  expect(missingSteps(only('z'), scriptOf(...letters))).toMatch(/; seen: a, b, .*, k, l$/);
  expect(missingSteps(only('z'), scriptOf(...letters, 'm', 'n'))).toMatch(/; seen: a, b, .*, k, l, 2 more$/);
});
