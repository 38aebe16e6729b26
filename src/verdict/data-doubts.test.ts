import { expect, test } from 'vitest';
import { noAuditOf } from '../model/audit.ts';
import type { DataResult, ObjectiveResult } from '../model/verdict.ts';
import { unaskedDamage } from './data-doubts.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

const none = { count: 0, examples: [] };
const damaged: DataResult = {
  ...{ ledger: 'carts', writes: 9, acknowledged: 9, refused: 0, unknown: 0, reads: 0 },
  ...{ staleReads: none, staleForMs: 0, rpo: null, problem: null },
  found: {
    ...{ present: 7, lost: { count: 2, examples: [], firstMs: 5, lastMs: 5 }, compared: 0 },
    ...{ phantom: none, duplicated: none, unexpected: none, altered: none },
  },
};
const judged = judgeObjective(objective(), gatherEvidence(buildRecord({})));
const about = (more: Partial<ObjectiveResult>): ObjectiveResult => ({
  ...judged,
  ...{ metric: 'lost_writes', verdict: 'pass' },
  ...more,
});
const of = (ledger: string, not = false) => ({ ledger: { not, names: [ledger] } });

test.each<[string, Partial<ObjectiveResult>, boolean]>([
  ['about all ledgers', { where: {} }, true],
  ['about this ledger', { where: of('carts') }, true],
  ['about another ledger', { where: of('orders') }, false],
  ['about another damage', { metric: 'phantom_writes' }, false],
  ['that only tells', { verdict: 'info' }, false],
  ['that was not evaluated', { verdict: 'not-evaluated' }, false],
  ['that failed', { verdict: 'fail' }, true],
])('damage is asked for by an objective %s', (_, more, isAsked) => {
  const told = '2 of the writes of carts are acknowledged and lost, and no objective is about lost_writes';
  expect(unaskedDamage([damaged], [about(more)])).toEqual(isAsked ? [] : [told]);
});

test('writes that were to be read back and were not are not accounted for', () => {
  const unread = (problem: string | null) => unaskedDamage([{ ...damaged, found: null, problem }], []);
  expect(unread('connect ECONNREFUSED')).toEqual(['the writes of carts are not accounted for: connect ECONNREFUSED']);
  expect([unread(null), unread(noAuditOf('carts'))]).toEqual([[], []]);
});
