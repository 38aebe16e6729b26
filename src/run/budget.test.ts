import { expect, test } from 'vitest';
import type { Objective } from '../model/slo.ts';
import { LiveWindow } from '../verdict/live-window.ts';
import { buildRecord } from '../verdict/testing/record-builder.ts';
import { cellOf } from '../verdict/testing/series-builder.ts';
import { objective, sloOf } from '../verdict/testing/slo-builder.ts';
import { BudgetWatch } from './budget.ts';
import { LivePhase } from './live-phase.ts';

const { plan } = buildRecord({ durationMs: 60_000, warmUpMs: 4000 }).manifest;
const errors = objective({
  ...{ name: 'few errors', metric: 'error_rate', stat: null, target: 0.01 },
  budget: { burn: 10, windowMs: 6000, abort: true },
});

/** When the load is ended, and why, if a share of 100 steps a second fails from some second on. */
function endedAt(share: number, fromSecond: number, asked: Objective = errors) {
  const window = new LiveWindow();
  for (const [id, outcome] of ['ok', 'failed'].entries())
    window.series({ id, metric: 'step_duration', type: 'trend', failed: false, tags: { outcome, step: 'browse' } });
  const watch = new BudgetWatch(plan, sloOf(asked), window, new LivePhase(plan));
  for (let second = 0; second < 60; second++) {
    const failed = second >= fromSecond ? share * 100 : 0;
    const at = { startMs: second * 1000, endMs: second * 1000 };
    window.cell(0, cellOf({ ...at, count: 100 - failed }));
    if (failed > 0) window.cell(1, cellOf({ ...at, count: failed }));
    const stop = watch.look(second * 1000 + 999);
    if (stop !== null) return { second, ...stop };
  }
  return null;
}

test('ends the load once the budget is spent too fast over both windows', () => {
  // Of six seconds two fail by half: 17 times the 1 % that may fail. The second in which it is seen is still coming in.
  expect(endedAt(0.5, 20)).toEqual({
    ...{ second: 23, by: 'budget' },
    reason: 'the error budget of "few errors" is spent 16.7 times as fast as allowed',
  });
});

test('does not count what lies outside of its phases', () => {
  expect(endedAt(1, 0)?.second).toBe(4 + 6 + 1);
});

test('leaves the load alone otherwise', () => {
  expect(endedAt(0.09, 20)).toBeNull();
  expect(endedAt(0.5, 20, { ...errors, budget: { burn: 10, windowMs: 6000, abort: false } })).toBeNull();
  expect(endedAt(0.5, 20, { ...errors, profiles: ['soak'] })).toBeNull();
});
