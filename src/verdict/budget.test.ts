import { describe, expect, test } from 'vitest';
import type { Budget, Objective } from '../model/slo.ts';
import type { BudgetResult } from '../model/verdict.ts';
import { BudgetSearch, describeBudget } from './budget.ts';
import { gatherEvidence } from './evidence.ts';
import { LiveWindow } from './live-window.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly, exact, seeded } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

const budget: Budget = { burn: 10, windowMs: null, abort: false };
/** 20 steps a second over a minute, of which some fail from 30 s on, for a time. */
const evidenceOf = (failing: number, forMs: number) =>
  gatherEvidence(
    buildRecord({
      requests: evenly(1200, 0, 60_000).map((request, i) => {
        const isIn = request.startMs >= 30_000 && request.startMs < 30_000 + forMs;
        return { ...request, failed: isIn && i % 20 < failing };
      }),
    }),
  );
const errors = objective({ metric: 'error_rate', stat: null, target: 0.02, budget });

describe('an error budget', () => {
  test('is spent by what is wrong, as a share of what may be', () => {
    const result = judgeObjective(errors, evidenceOf(2, 6000));
    expect(result).toMatchObject({ verdict: 'pass', observed: 0.01 });
    expect(result.budget).toMatchObject({ spent: 0.5, burn: 5, atMs: 36_000, burnLimit: 10, windowMs: 6000 });
    expect(result.reason).toContain(
      '; 50 % of the error budget spent, at most 5 times as fast as allowed over 6 s until 36 s',
    );
  });

  test('fails where it is spent too fast, although the whole run keeps the limit', () => {
    const result = judgeObjective({ ...errors, target: 0.021 }, evidenceOf(5, 5000));
    expect(result).toMatchObject({ verdict: 'pass' });
    const burnt = judgeObjective({ ...errors, target: 0.021, budget: { ...budget, burn: 9 } }, evidenceOf(5, 5000));
    expect(burnt).toMatchObject({ verdict: 'fail' });
    expect(burnt.observed).toBeLessThan(0.021);
    expect(burnt.reason).toContain('and 9 times is too fast');
  });

  test.each<[string, Partial<Objective>, number]>([
    ['checks', { metric: 'checks', stat: null, target: 0.9 }, 0.5],
    ['a percentile', { stat: 'p90', target: 100 }, 0.5],
  ])('of %s', (_, asked, spent) => {
    const requests = evenly(400, 0, 60_000).map((request, i) => {
      const isWrong = i % 20 === 0;
      return { ...request, tookMs: isWrong ? 300 : 50, checks: [!isWrong] };
    });
    const evidence = gatherEvidence(buildRecord({ requests }));
    expect(judgeObjective(objective({ ...asked, budget }), evidence).budget?.spent).toBeCloseTo(spent, 9);
  });

  test('is not known to be kept where no window tells how fast it was spent', () => {
    const long = { ...errors, budget: { ...budget, windowMs: 120_000 } };
    const result = judgeObjective(long, evidenceOf(2, 6000));
    expect(result).toMatchObject({ verdict: 'inconclusive', observed: 0.01, budget: { spent: 0.5, burn: null } });
    expect(result.reason).toContain('50 % of the error budget spent; no 120 s of it is known');
    expect(judgeObjective(long, evidenceOf(20, 6000)).verdict).toBe('fail');
    expect(judgeObjective(long, evidenceOf(0, 6000)).verdict).toBe('pass');
  });

  test('is spent to the last second', () => {
    const requests = evenly(1200, 0, 60_000).map((one) => ({ ...one, tookMs: 1, failed: one.startMs >= 59_000 }));
    const evidence = gatherEvidence(buildRecord({ requests }));
    const atOnce = { ...errors, budget: { ...budget, windowMs: 1000 } };
    expect(judgeObjective(atOnce, evidence).budget).toMatchObject({ burn: 50, atMs: 60_000 });
  });

  test('is spent in its phases alone', () => {
    const faults = [exact('cut', 10_000, 20_000)];
    const requests = evenly(1200, 0, 60_000).map((one) => ({ ...one, failed: one.startMs >= 40_000 }));
    const evidence = gatherEvidence(buildRecord({ requests, faults }));
    const budgetOf = (during: string[]) => judgeObjective({ ...errors, during }, evidence).budget;
    expect(budgetOf(['fault:cut'])).toMatchObject({ spent: 0, burn: 0 });
    expect(budgetOf(['steady'])?.burn).toBeCloseTo(50, 6);
  });

  test('without samples spends nothing', () => {
    const result = judgeObjective(errors, gatherEvidence(buildRecord({})));
    expect(result).toMatchObject({ verdict: 'inconclusive', budget: { spent: null, burn: null } });
    expect(result.reason).toContain('no 6 s of it is known');
  });
});

test('is judged as it was seen while the load ran', () => {
  const random = seeded(5);
  const requests = evenly(1200, 0, 60_000).map((request) => ({
    ...request,
    tookMs: random() * 3000,
    failed: random() < (request.startMs > 40_000 ? 0.3 : 0.05),
  }));
  const record = buildRecord({ requests });
  const asked: Objective = { ...errors, during: ['all'] };
  const window = new LiveWindow();
  const search = new BudgetSearch(asked, budget, record.manifest.plan.profile, window);
  for (const one of record.series) window.series(one);
  const ended = record.series.flatMap(({ id, cells }) => cells.map((cell) => ({ id, cell })));
  for (const { id, cell } of ended.sort((a, b) => a.cell.endMs - b.cell.endMs)) {
    search.advance(Math.min(60_000, Math.floor(cell.endMs / 1000) * 1000), () => true);
    window.cell(id, cell);
  }
  search.advance(60_000, () => true);
  const { burn, atMs } = judgeObjective(asked, gatherEvidence(record)).budget!;
  expect({ rate: burn, atMs }).toEqual(search.meter.worst);
  expect(burn).toBeGreaterThan(10);
});

describe('how a budget is told', () => {
  const spentAt = (burn: number) =>
    judgeObjective({ ...errors, target: 0.021, budget: { ...budget, burn } }, evidenceOf(5, 5000));
  test('the limit itself is too fast', () => {
    const burnt = spentAt(1).budget?.burn ?? 0;
    expect(spentAt(burnt).verdict).toBe('fail');
    expect(spentAt(burnt * 1.0001).verdict).toBe('pass');
  });

  test.each<[Partial<BudgetResult>, string]>([
    [{}, '120 % of the error budget spent, at most 14.4 times as fast as allowed over 60 s until 180 s'],
    [
      { burnLimit: 14 },
      '120 % of the error budget spent, at most 14.4 times as fast as allowed over 60 s until 180 s, and 14 times is too fast',
    ],
    [{ burn: null, atMs: null }, '120 % of the error budget spent; no 60 s of it is known'],
    [{ spent: null, burn: null, atMs: null }, 'nothing to spend the error budget on; no 60 s of it is known'],
  ])('%j', (more, text) => {
    expect(
      describeBudget({ ...{ spent: 1.2, burn: 14.4, atMs: 180_000, burnLimit: 20, windowMs: 60_000 }, ...more }),
    ).toBe(text);
  });
});
