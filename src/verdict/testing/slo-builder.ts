import type { AnyObjective, Objective, RecoveryObjective, Slo } from '../../model/slo.ts';

// Objectives for tests, by what is special about them.

export function objective(more: Partial<Objective> = {}): Objective {
  return {
    kind: 'objective',
    name: 'is fast',
    metric: 'response_time',
    stat: more.metric === undefined || more.metric.endsWith('_time') ? 'p95' : null,
    outcome: 'ok',
    where: {},
    during: ['steady'],
    profiles: null,
    target: 100,
    critical: null,
    minSamples: null,
    because: null,
    place: { file: 'thresholds/shop.yaml' },
    ...more,
  };
}

export function recovery(more: Partial<RecoveryObjective> = {}): RecoveryObjective {
  return {
    kind: 'recovery',
    name: 'recovers',
    of: ['is fast'],
    withinMs: 5000,
    holdMs: 3000,
    windowMs: 1000,
    profiles: null,
    because: null,
    place: { file: 'thresholds/shop.yaml' },
    ...more,
  };
}

export function sloOf(...objectives: readonly AnyObjective[]): Slo {
  return { version: 1, file: 'thresholds/shop.yaml', objectives };
}
