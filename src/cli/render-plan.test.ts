import { expect, test } from 'vitest';
import type { Plan } from '../model/plan.ts';
import { renderPlan } from './render-plan.ts';

const profile: Plan['profile'] = {
  name: 'load',
  model: 'closed',
  curve: [
    { atMs: 0, level: 5 },
    { atMs: 10_000, level: 5 },
  ],
  maxUsers: 5,
  warmUpMs: 0,
  durationMs: 10_000,
  breakpoint: null,
};

/** Only what is shown. */
function shown(steps: readonly string[], changes: Partial<Plan['profile']> = {}): string {
  const journeys = [{ name: 'visitor', steps, weight: 1, think: { kind: 'uniform', fromMs: 0, toMs: 0 } }];
  const plan = {
    experiment: 'load',
    scenario: { file: 'load.ts', seed: 1, journeys, sourceAddresses: null },
    profile: { ...profile, ...changes },
    target: { name: 'mine', options: {}, services: [], edges: ['k6->target'] },
    faults: [],
    tags: {},
    build: null,
    sloFile: null,
    timeScale: 1,
  } as unknown as Plan;
  return renderPlan({ plan, slo: null, writtenMs: 10_000, availableBytes: 1e9, calibration: null });
}

test('requests are told where steps are known', () => {
  expect(shown(['home'])).toContain('requests    about 500, when every step is one that is answered in 100 ms');
  expect(shown([])).not.toContain('requests ');
});

test('a breakpoint tells what ends it', () => {
  expect(shown(['home'])).not.toContain('ends ');
  expect(shown(['home'], { breakpoint: { sustainedMs: 10_000, of: null } })).toContain(
    'ends        when an objective about steady or all has failed for 10 s',
  );
  expect(shown(['home'], { breakpoint: { sustainedMs: 5000, of: ['fast', 'right'] } })).toContain(
    'ends        when one of fast, right has failed for 5 s',
  );
});
