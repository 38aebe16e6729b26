import { describe, expect, it, test } from 'vitest';
import { noAuditOf, type FoundWrites, type LedgerAudit, type LostWrites } from '../model/audit.ts';
import type { DataObjective } from '../model/slo.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, exact, type RawRun } from './testing/record-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';

const nothing = { count: 0, examples: [] };

function found(more: Partial<FoundWrites> = {}): FoundWrites {
  return {
    present: 100,
    lost: { ...nothing, firstMs: null, lastMs: null },
    ...{ phantom: nothing, duplicated: nothing, unexpected: nothing, altered: nothing },
    compared: 0,
    ...more,
  };
}

const lost = (firstMs: number, lastMs = firstMs, count = 1): LostWrites => ({ count, examples: [], firstMs, lastMs });

function ledger(more: Partial<LedgerAudit> = {}): LedgerAudit {
  return {
    ...{ ledger: 'orders', writes: 103, acknowledged: 100, refused: 1, unknown: 2 },
    ...{ reads: 50, staleReads: nothing, staleForMs: 0, found: found(), problem: null },
    ...more,
  };
}

function about(metric: DataObjective['metric'], more: Partial<DataObjective> = {}): DataObjective {
  const rest = { ledger: 'orders', target: 0, profiles: null, because: null, place: { file: 'slo.yaml' } };
  return { kind: 'data', name: metric, metric, ...rest, ...more };
}

function verdictOn(objective: DataObjective, audited: readonly LedgerAudit[] | null, run: Partial<RawRun> = {}) {
  const record = buildRecord({
    requests: evenly(600, 0, 60_000),
    ledgers: ['orders'],
    audit: audited && { version: 1, ledgers: audited },
    ...run,
  });
  const verdict = judge(record, sloOf(objective));
  return { ...verdict.objectives[0]!, run: verdict };
}

describe('a data objective', () => {
  it.each([
    ['lost_writes', ledger({ found: found({ lost: lost(5, 5, 7) }) }), 7],
    ['phantom_writes', ledger({ found: found({ phantom: { count: 2, examples: [] } }) }), 2],
    ['duplicated_writes', ledger({ found: found({ duplicated: { count: 3, examples: [] } }) }), 3],
    ['unexpected_writes', ledger({ found: found({ unexpected: { count: 4, examples: [] } }) }), 4],
    ['altered_writes', ledger({ found: found({ altered: { count: 5, examples: [] }, compared: 100 }) }), 5],
    ['unknown_writes', ledger(), 2],
    ['stale_reads', ledger({ staleReads: { count: 6, examples: [] } }), 6],
  ] as const)('on %s fails by more than allowed, and passes by as many', (metric, audited, observed) => {
    const failed = verdictOn(about(metric, { target: observed - 1 }), [audited]);
    expect(failed).toMatchObject({ verdict: 'fail', observed, run: { verdict: 'fail', exitCode: 3 } });
    expect(verdictOn(about(metric, { target: observed }), [audited])).toMatchObject({ verdict: 'pass', observed });
  });

  it.each([
    ['no audit', null, 'orders: the run ended without an audit'],
    [
      'an audit that failed',
      [ledger({ found: null, problem: 'it could not be read back: no' })],
      'could not be read back',
    ],
    ['an empty ledger', [ledger({ writes: 0, acknowledged: 0 })], 'orders: nothing was written'],
    ['nothing acknowledged', [ledger({ acknowledged: 0 })], 'orders: no write was acknowledged'],
  ])('is inconclusive by %s', (_, audited, reason) => {
    const result = verdictOn(about('lost_writes'), audited);
    expect(result).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining(reason) as string });
    expect(result.run.exitCode).toBe(5);
  });

  it('is inconclusive where no journey keeps the ledger', () => {
    const result = verdictOn(about('lost_writes'), null, { ledgers: [] });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no journey of this scenario keeps the ledger orders',
    });
  });

  it('asks what was compared and read, not what was written', () => {
    expect(verdictOn(about('altered_writes'), [ledger()]).reason).toBe('orders: no value was compared');
    expect(verdictOn(about('stale_reads'), [ledger({ reads: 0 })]).verdict).toBe('inconclusive');
    expect(verdictOn(about('stale_reads'), [ledger({ found: null, problem: 'no' })]).verdict).toBe('pass');
  });

  it('adds up ledgers, and fails by one of them whatever is not known of another', () => {
    const two: Partial<RawRun> = { ledgers: ['orders', 'carts'] };
    const some = ledger({ found: found({ lost: lost(5) }) });
    const carts = { ledger: 'carts' };
    const all = about('lost_writes', { ledger: null, target: 1 });
    expect(verdictOn(all, [some, { ...some, ...carts }], two)).toMatchObject({ verdict: 'fail', observed: 2 });
    const unread = ledger({ ...carts, found: null, problem: 'no' });
    expect(verdictOn(all, [some, unread], two)).toMatchObject({ verdict: 'inconclusive', reason: 'carts: no' });
    expect(verdictOn({ ...all, target: 0 }, [some, unread], two).verdict).toBe('fail');
    expect(verdictOn(about('lost_writes', { target: 1 }), [some, unread], two).verdict).toBe('pass');
  });

  it('stands in an invalid run when it fails, and is taken back when it passes', () => {
    const invalid: Partial<RawRun> = { problems: ['the record was cut off'] };
    const bad = ledger({ found: found({ lost: lost(5) }) });
    expect(verdictOn(about('lost_writes'), [bad], invalid)).toMatchObject({
      verdict: 'fail',
      run: { verdict: 'invalid', exitCode: 3 },
    });
    expect(verdictOn(about('lost_writes'), [ledger()], invalid).verdict).toBe('inconclusive');
  });

  it('is for its profiles', () => {
    expect(verdictOn(about('lost_writes', { profiles: ['baseline'] }), null).verdict).toBe('not-evaluated');
  });
});

describe('the recovery point', () => {
  const two: Partial<RawRun> = { faults: [exact('first', 10_000, 12_000), exact('second', 30_000, 32_000)] };
  const rpo = (target: number, firstMs: number, lastMs: number, run: Partial<RawRun> = two) =>
    verdictOn(about('rpo', { target }), [ledger({ found: found({ lost: lost(firstMs, lastMs) }) })], run);

  it.each([
    ['before the one fault, by as much', { faults: [exact('kill', 10_000, 12_000)] }, 8500, 9900, 1500, 1500],
    ['between two faults, by the second', two, 28_000, 29_000, 2000, 2000],
    ['before both, by either of them', two, 8000, 9000, 2000, 22_000],
    ['while a fault was on, by a little', two, 30_500, 31_000, 1, 1],
    ['on both sides of the first, by up to the second', two, 8000, 20_000, 2000, 22_000],
    ['at the end of the first, by the second', two, 12_000, 13_000, 18_000, 18_000],
  ])('lies %s', (_, run, firstMs, lastMs, low, high) => {
    expect(rpo(high, firstMs, lastMs, run)).toMatchObject({ verdict: 'pass', observedLow: low, observedHigh: high });
    expect(rpo(low - 1, firstMs, lastMs, run).verdict).toBe('fail');
    if (low < high) expect(rpo(high - 1, firstMs, lastMs, run).verdict).toBe('inconclusive');
  });

  it('is unknown after the last fault', () => {
    expect(rpo(60_000, 33_000, 34_000)).toMatchObject({ verdict: 'inconclusive', observedHigh: null, censored: true });
    expect(rpo(60_000, 8000, 34_000).verdict).toBe('inconclusive');
    expect(rpo(60_000, 8000, 32_000).verdict).toBe('inconclusive');
    expect(rpo(60_000, 8000, 31_999).verdict).toBe('pass');
  });

  it('is 0 when nothing is lost, and not evaluated without a fault', () => {
    expect(verdictOn(about('rpo'), [ledger()], two)).toMatchObject({ verdict: 'pass', observed: 0 });
    expect(verdictOn(about('rpo'), [ledger()]).verdict).toBe('not-evaluated');
  });
});

test('damage that no objective asks for keeps a run from passing', () => {
  const other = objective({ target: 1000 });
  const run = (audited: LedgerAudit, ...more: readonly DataObjective[]) => {
    const requests = evenly(600, 0, 60_000);
    const record = buildRecord({ requests, ledgers: ['orders'], audit: { version: 1, ledgers: [audited] } });
    return judge(record, sloOf(other, ...more));
  };
  expect(run(ledger()).verdict).toBe('pass');
  expect(run(ledger({ found: null, problem: noAuditOf('orders') })).verdict).toBe('pass');
  const dead = run(ledger({ found: null, problem: 'it could not be read back: connect ECONNREFUSED' }));
  expect(dead).toMatchObject({
    verdict: 'inconclusive',
    sentence:
      'Inconclusive: the writes of orders are not accounted for: it could not be read back: connect ECONNREFUSED',
  });
  const bad = ledger({ found: found({ lost: lost(5, 5, 7), duplicated: { count: 3, examples: [] } }) });
  const damaged = run(bad);
  expect(damaged.verdict).toBe('inconclusive');
  expect(damaged.reasons.map(({ text }) => text)).toEqual([
    'Inconclusive: 7 of the writes of orders are acknowledged and lost, and no objective is about lost_writes',
    'Inconclusive: 3 of the writes of orders are there more than once, and no objective is about duplicated_writes',
  ]);
  const told = run(bad, about('lost_writes', { severity: 'info' }), about('duplicated_writes', { target: 3 }));
  expect(told.verdict).toBe('inconclusive');
  expect(told.reasons).toHaveLength(1);
  const stale = { staleReads: { count: 4, examples: [] }, staleForMs: 9 };
  for (const more of [{}, { found: null, problem: noAuditOf('orders') }])
    expect(run(ledger({ ...stale, ...more })).reasons.map(({ text }) => text)).toEqual([
      'Inconclusive: 4 reads of orders missed what was acknowledged before, and no objective is about stale_reads',
    ]);
  expect(run(ledger(stale), about('stale_reads', { target: 4 })).verdict).toBe('pass');
});
