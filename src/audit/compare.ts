import type { Found, FoundWrites, LedgerAudit, WriteExample } from '../model/audit.ts';
import type { Account } from './account.ts';
import { Examples, type Example } from './examples.ts';
import { MomentCounter } from './moments.ts';

/** A write as it was read back. */
export interface Row {
  readonly key: string;
  /** Null: there is none where one should be; undefined: values are not read back. */
  readonly value?: string | null | undefined;
}

/**
 * Compares what a ledger says with what is there.
 *
 * ```
 *                 there      there twice   not there
 *  acknowledged   as it is   duplicated    lost
 *  unknown        either     duplicated    either
 *  refused        phantom    phantom,      as it is
 *                            duplicated
 *  never sent     unexpected
 * ```
 *
 * @param prefix what the keys of this run begin with; all others are those of other runs
 */
export async function findWrites(
  account: Account,
  ledger: number,
  prefix: string,
  rows: AsyncIterable<readonly Row[]>,
  t0: number,
): Promise<FoundWrites> {
  const [lost, phantom, duplicated, unexpected, altered] = Array.from({ length: 5 }, () => new Examples()) as [
    Examples,
    Examples,
    Examples,
    Examples,
    Examples,
  ];
  const [lostAt, duplicatedAt] = [new MomentCounter(t0), new MomentCounter(t0)];
  let compared = 0;
  for await (const batch of rows) {
    for (const { key, value } of batch) {
      if (!key.startsWith(prefix)) continue;
      const write = account.find(ledger, key.slice(prefix.length));
      if (write < 0) {
        unexpected.addKey(key.slice(prefix.length));
        continue;
      }
      if (value === undefined || account.standing(write) !== 'acknowledged') continue;
      const written = account.values(write);
      if (written === null) continue;
      compared++;
      if (value === null || !written.includes(value)) altered.add(account, write);
    }
  }
  let present = 0;
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (const write of account.writes(ledger)) {
    const found = account.found(write);
    const standing = account.standing(write);
    if (found > 0) present++;
    if (found > 1) {
      duplicated.add(account, write);
      duplicatedAt.add(account.endedMs(write) ?? account.sentMs(write));
    }
    if (found > 0 && standing === 'refused') phantom.add(account, write);
    if (found > 0 || standing !== 'acknowledged') continue;
    lost.add(account, write);
    const endedMs = account.endedMs(write) ?? NaN;
    lostAt.add(endedMs);
    [firstMs, lastMs] = [Math.min(firstMs, endedMs), Math.max(lastMs, endedMs)];
  }
  const told = (examples: Examples) => foundOf(examples, prefix, t0);
  return {
    present,
    lost: {
      ...told(lost),
      firstMs: lost.count === 0 ? null : sinceT0(firstMs, t0),
      lastMs: lost.count === 0 ? null : sinceT0(lastMs, t0),
    },
    phantom: told(phantom),
    duplicated: told(duplicated),
    unexpected: told(unexpected),
    altered: told(altered),
    compared,
    lostAt: lostAt.list(),
    duplicatedAt: duplicatedAt.list(),
  };
}

/** What a ledger says by itself. */
export function summarise(
  account: Account,
  ledger: number,
  prefix: string,
  t0: number,
): Omit<LedgerAudit, 'ledger' | 'found' | 'problem'> {
  const counts = { acknowledged: 0, refused: 0, unknown: 0 };
  for (const write of account.writes(ledger)) counts[account.standing(write)]++;
  const { acknowledged, refused, unknown } = counts;
  const { count, stale, staleForUs } = account.reads(ledger);
  return {
    writes: acknowledged + refused + unknown,
    ...counts,
    reads: count,
    staleReads: foundOf(stale, prefix, t0),
    staleForMs: Math.round(staleForUs) / 1000,
  };
}

function foundOf({ count, first }: Examples, prefix: string, t0: number): Found {
  const told = ({ key, sentMs, endedMs }: Example): WriteExample => ({
    key: prefix + key,
    sentMs: sentMs === null ? null : sinceT0(sentMs, t0),
    endedMs: endedMs === null ? null : sinceT0(endedMs, t0),
  });
  return { count, examples: first.map(told) };
}

const sinceT0 = (unixMs: number, t0: number): number => Math.round(unixMs - t0);
