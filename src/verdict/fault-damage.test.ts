import { expect, test } from 'vitest';
import type { Audit, FoundWrites } from '../model/audit.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, exact, type RawFault } from './testing/record-builder.ts';

const nothing = { count: 0, examples: [] };
const none = { phantom: nothing, duplicated: nothing, unexpected: nothing, altered: nothing, compared: 0 };

const audited = (found: Partial<FoundWrites> | null): Audit => ({
  version: 1,
  ledgers: [
    {
      ...{ ledger: 'orders', writes: 9, acknowledged: 9, refused: 0, unknown: 0, reads: 0 },
      ...{ staleReads: nothing, staleForMs: 0, problem: null },
      found: found && { present: 9, lost: { ...nothing, firstMs: null, lastMs: null }, ...none, ...found },
    },
  ],
});

const two = [exact('first', 10_000, 20_000), exact('second', 40_000, 45_000)];

function damage(audit: Audit, faults: readonly RawFault[] = two) {
  const requests = evenly(600, 0, 60_000);
  const verdict = judge(buildRecord({ requests, faults, ledgers: ['orders'], audit }), null);
  return verdict.faults.map(({ lostWrites, doubledWrites }) => [lostWrites, doubledWrites]);
}

test('a lost write is that of the fault after its acknowledgement, one that is there twice of the fault before', () => {
  const lostAt = [
    [9900, 2],
    [19_900, 1],
    [20_000, 4],
    [45_000, 8],
  ] as const;
  const duplicatedAt = [
    [9900, 1],
    [10_000, 2],
    [39_900, 4],
    [40_000, 8],
  ] as const;
  expect(damage(audited({ lostAt, duplicatedAt }))).toEqual([
    [3, 6],
    [4, 8],
  ]);
});

test('faults at the same time share what happened', () => {
  const faults = [exact('first', 10_000, 20_000), exact('second', 12_000, 25_000)];
  expect(damage(audited({ lostAt: [[15_000, 1]], duplicatedAt: [[22_000, 1]] }), faults)).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('a fault that sets in as another ends comes after it', () => {
  const faults = [exact('first', 10_000, 20_000), exact('second', 20_000, 45_000)];
  const lostAt = [[9900, 2], [20_000, 4]] as const; // prettier-ignore
  const duplicatedAt = [[19_900, 1], [20_000, 8]] as const; // prettier-ignore
  expect(damage(audited({ lostAt, duplicatedAt }), faults)).toEqual([
    [2, 1],
    [4, 8],
  ]);
});

test('where it was not found out, nothing is told', () => {
  expect(damage(audited(null))).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(damage(audited({}))).toEqual([
    [null, null],
    [null, null],
  ]);
});
