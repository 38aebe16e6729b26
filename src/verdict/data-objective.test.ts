import { describe, expect, test } from 'vitest';
import type { FoundWrites } from '../model/audit.ts';
import type { DataObjective } from '../model/slo.ts';
import type { DataResult, ObjectiveResult } from '../model/verdict.ts';
import { judgeData } from './data-objective.ts';
import { buildRecord, exact } from './testing/record-builder.ts';

const none = { count: 0, examples: [] };
const found: FoundWrites = {
  ...{ present: 100, lost: { ...none, firstMs: null, lastMs: null }, compared: 0 },
  ...{ phantom: none, duplicated: none, unexpected: none, altered: none },
};
const lost = (count: number): FoundWrites => ({ ...found, lost: { count, examples: [], firstMs: 5, lastMs: 5 } });
const ledger = (more: Partial<DataResult> = {}): DataResult => ({
  ...{ ledger: 'orders', writes: 103, acknowledged: 100, refused: 1, unknown: 2 },
  ...{ reads: 50, staleReads: none, staleForMs: 40, found, rpo: null, problem: null },
  ...more,
});
const carts = (more: Partial<DataResult> = {}) => ledger({ ledger: 'carts', ...more });

const { plan } = buildRecord({ faults: [exact('cut', 10_000, 20_000)] }).manifest;
const judged = (metric: DataObjective['metric'], all: readonly DataResult[], more: Partial<DataObjective> = {}) => {
  const rest = { target: 0, profiles: null, because: 'money', place: { file: 'slo.yaml' } };
  return judgeData({ kind: 'data', name: 'kept', metric, ledger: 'orders', ...rest, ...more }, plan, all);
};
const told = 'orders: of 103 writes 100 were acknowledged, 1 refused, 2 unknown';

test('the result of a data objective is that of any other', () => {
  expect(judged('lost_writes', [ledger()])).toEqual({
    ...{ name: 'kept', kind: 'objective', metric: 'lost_writes', stat: null, during: ['all'], steps: null },
    ...{ where: { ledger: { not: false, names: ['orders'] } }, window: null, verdict: 'pass' },
    ...{ observed: 0, observedLow: 0, observedHigh: 0, censored: false, unit: 'number', atMost: true },
    ...{ target: 0, critical: null, relative: null, samples: 100, minSamples: 1, breaches: null, budget: null },
    ...{ firstMissMs: null, reason: `lost_writes 0 against at most 0; ${told}`, because: 'money' },
  } satisfies ObjectiveResult);
  expect(judged('lost_writes', [ledger()], { ledger: null }).where).toEqual({});
});

describe('what a data objective says', () => {
  const unread = { found: null, problem: 'it could not be read' };
  test.each<[string, () => ObjectiveResult, string]>([
    ['passed', () => judged('lost_writes', [ledger()]), `lost_writes 0 against at most 0; ${told}`],
    [
      'failed, by several ledgers',
      () => judged('lost_writes', [ledger({ found: lost(2) }), carts({ found: lost(1) })], { ledger: null, target: 2 }),
      `lost_writes 3 against at most 2; ${told}; ${told.replace('orders', 'carts')}`,
    ],
    [
      'of reads',
      () => judged('stale_reads', [ledger()]),
      'stale_reads 0 against at most 0; orders: 50 reads of what was acknowledged, stale for 40 ms at most',
    ],
    [
      'that it may be more',
      () => judged('rpo', [ledger({ found: lost(1), rpo: { lowMs: 1000, highMs: null } })], { target: 2000 }),
      `rpo 1 s against at most 2 s, and it may be more; ${told}`,
    ],
    [
      'of ledgers that were not read',
      () => judged('lost_writes', [ledger(unread), carts(unread)], { ledger: null }),
      'orders: it could not be read; carts: it could not be read',
    ],
    [
      'of ledgers that nothing is known of',
      () =>
        judged('unknown_writes', [ledger({ ...unread, writes: 0, unknown: 0 }), carts({ writes: 0, unknown: 0 })], {
          ledger: null,
        }),
      'orders: it could not be read; carts: nothing was written',
    ],
    [
      'where there is no ledger',
      () => judged('lost_writes', [], { ledger: null }),
      'no journey of this scenario keeps a ledger',
    ],
    ['for others', () => judged('lost_writes', [ledger()], { profiles: ['smoke'] }), 'only for the profile smoke'],
  ])('%s', (_, result, expected) => {
    expect(result().reason).toBe(expected);
  });

  test('where there was no fault', () => {
    const calm = buildRecord({}).manifest.plan;
    const rpo: DataObjective = { kind: 'data', name: 'rpo', metric: 'rpo', ledger: 'orders', target: 0, profiles: null, because: null, place: { file: 'slo.yaml' } }; // prettier-ignore
    expect(judgeData(rpo, calm, [ledger()]).reason).toBe('this run has no fault that anything could be lost by');
  });
});

test('what was not sent is known without an audit', () => {
  const unread = ledger({ found: null, problem: 'no' });
  expect(judged('unknown_writes', [unread], { target: 2 })).toMatchObject({ verdict: 'pass', observed: 2 });
  expect(judged('stale_reads', [unread])).toMatchObject({ verdict: 'pass', observed: 0, samples: 50 });
});

test('of recovery points the worst counts, and one that may be any makes all so', () => {
  const point = (lowMs: number, highMs: number | null) => ({ found: lost(1), rpo: { lowMs, highMs } });
  const both = (...[a, b]: [Partial<DataResult>, Partial<DataResult>]) =>
    judged('rpo', [ledger(a), carts(b)], { ledger: null, target: 5000 });
  expect(both(point(1000, 2000), point(3000, 4000))).toMatchObject({
    ...{ verdict: 'pass', observed: 3000, observedHigh: 4000, censored: false, samples: 200 },
  });
  for (const one of [both(point(1000, null), point(3000, 4000)), both(point(3000, 4000), point(1000, null))])
    expect(one).toMatchObject({ verdict: 'inconclusive', observedHigh: null, censored: true });
  expect(both(point(1000, 5001), point(0, 0)).verdict).toBe('inconclusive');
  expect(judged('rpo', [ledger()])).toMatchObject({ observed: null, samples: 0 });
});

test('nothing is observed where nothing was asked of', () => {
  const unsent = judged('lost_writes', [ledger({ acknowledged: 0 })]);
  expect(unsent).toMatchObject({ observed: null, observedLow: null, observedHigh: null, censored: false, samples: 0 });
});
