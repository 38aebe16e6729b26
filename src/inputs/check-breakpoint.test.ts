import { expect, it, test } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import type { PlannedProfile } from '../model/plan.ts';
import type { Objective, Slo } from '../model/slo.ts';
import { checkBreakpoint } from './check-breakpoint.ts';
import { Problems } from './problems.ts';

const fast: Objective = {
  kind: 'objective',
  name: 'fast',
  metric: 'response_time',
  stat: 'p95',
  outcome: 'ok',
  where: {},
  during: ['steady'],
  profiles: null,
  target: 300,
  critical: null,
  minSamples: null,
  because: null,
  place: { file: 'slo.yaml' },
};
const sloOf = (...objectives: Objective[]): Slo => ({ version: 1, file: 'slo.yaml', objectives });
const rising: PlannedProfile = {
  name: 'breakpoint',
  model: 'closed',
  curve: [
    { atMs: 0, level: 10 },
    { atMs: 60_000, level: 100 },
  ],
  maxUsers: 100,
  warmUpMs: 0,
  durationMs: 60_000,
  breakpoint: { sustainedMs: 10_000, of: null },
};

function problemsOf(profile: Partial<PlannedProfile>, slo: Slo | null | undefined, chaos: string | null = null) {
  const problems = new Problems();
  checkBreakpoint({ file: 'load.ts', profile: { ...rising, ...profile } }, slo, chaos, problems);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message, hint }) => `${message}; ${hint ?? ''}`);
  }
}

it('has nothing against a load that rises', () => {
  expect(problemsOf({}, sloOf(fast))).toEqual([]);
  expect(problemsOf({ breakpoint: { sustainedMs: 10_000, of: ['fast'] } }, sloOf(fast))).toEqual([]);
});

it('asks nothing of other profiles, nor for what the SLO file tells itself', () => {
  expect(problemsOf({ breakpoint: null }, null, 'slow.ts')).toEqual([]);
  expect(problemsOf({}, undefined)).toEqual([]);
});

const falls = [
  { atMs: 0, level: 100 },
  { atMs: 60_000, level: 10 },
];
test.each<[string, Partial<PlannedProfile>, Slo | null, string | null, string]>([
  ['a load that falls', { curve: falls }, sloOf(fast), null, 'rises from beginning to end'],
  ['too short a rise', { breakpoint: { sustainedMs: 56_000, of: null } }, sloOf(fast), null, 'is seen after 61 s'],
  ['faults', {}, sloOf(fast), 'slow.ts', 'takes no faults'],
  ['no limits', {}, null, null, 'give one with --slo'],
  ['limits for others', {}, sloOf({ ...fast, profiles: ['smoke'] }), null, 'none of slo.yaml can end it'],
  ['a wrong name', { breakpoint: { sustainedMs: 1000, of: ['fsat'] } }, sloOf(fast), null, 'did you mean "fast"?'],
])('refuses %s', (_, profile, slo, chaos, message) => {
  expect(problemsOf(profile, slo, chaos)).toEqual([expect.stringContaining(message)]);
});
