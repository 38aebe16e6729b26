import { describe, expect, it } from 'vitest';
import type { FoundWrites } from '../../src/model/audit.ts';
import { until } from '../../src/system/clock.ts';
import { LedgerRun, startOrders, writeScenario, type Behaviour } from './ledger-kit.ts';

/** Of the first orders 7 are lost, 3 doubled, 2 refused and placed, 2 refused, 4 placed with their answer lost, 1 failing. */
const careless: Behaviour = (n, tried) => {
  const placed = (status: number | null, rows = 1) => ({ rows: tried === 0 ? rows : 0, status });
  if (n < 7) return placed(201, 0);
  if (n < 10) return placed(201, 2);
  if (n < 12) return placed(409);
  if (n < 14) return placed(400, 0);
  if (n < 18) return placed(tried === 0 ? null : 201);
  return n === 18 ? placed(500) : placed(201);
};

const counts = ({ lost, phantom, duplicated, unexpected, altered }: FoundWrites) =>
  Object.fromEntries(
    Object.entries({ lost, phantom, duplicated, unexpected, altered }).map(([name, { count }]) => [name, count]),
  );

describe('a ledger', () => {
  it.each([
    ['rows', "rows('db', \"select key from orders where key like '{run}%'\")"],
    ['lines', "lines('shop', '/lines')"],
  ])('and its audit by %s find exactly what was lost, doubled and placed though refused', async (_, audit) => {
    await using shop = await startOrders(careless, 10);
    writeScenario(shop.folder, shop.url, shop.databaseUrl, audit);
    const { code, told, verdict } = await new LedgerRun(shop.folder).finished();
    expect([code, told]).toEqual([3, expect.anything()]);
    const [orders] = verdict.data;
    expect(orders?.problem).toBeNull();
    expect(counts(orders!.found!)).toEqual({ lost: 7, phantom: 2, duplicated: 3, unexpected: 0, altered: 0 });
    // Whoever was answered 500 twice does not know, and neither does the ledger.
    expect(orders).toMatchObject({ writes: shop.seen.size, refused: 4, unknown: 1, acknowledged: shop.seen.size - 5 });
    expect(orders!.found!.present).toBe(shop.seen.size - 7 - 2);
    const stale = [...shop.seen.values()].filter(({ looked }) => looked > 0).length;
    expect(orders!.staleReads.count).toBe(stale);
    expect(stale).toBeGreaterThan(2);
    const verdicts = Object.fromEntries(verdict.objectives.map((one) => [one.name, [one.verdict, one.observed]]));
    expect(verdicts).toEqual({
      lost_writes: ['fail', 7],
      phantom_writes: ['fail', 2],
      duplicated_writes: ['fail', 3],
      unexpected_writes: ['pass', 0],
      stale_reads: ['fail', stale],
    });
    // A lost answer that was asked for again with the same key has failed no step; the refused ones were expected.
    expect(verdict.errors).toEqual([]);
    expect(told).toContain('7 lost');
  });

  it('keeps what was under way when k6 is killed, as unknown', async () => {
    await using shop = await startOrders((n) => ({ rows: 1, status: n < 10 ? 201 : 'never' }));
    writeScenario(shop.folder, shop.url, shop.databaseUrl, "rows('db', 'select key from orders')");
    const run = new LedgerRun(shop.folder);
    await until(() => shop.seen.size === 15, { timeoutMs: 60_000, everyMs: 20, what: 'five orders that hang' });
    process.kill(run.k6(), 'SIGKILL');
    const { code, verdict } = await run.finished();
    expect(code).toBe(5);
    expect(verdict.verdict).toBe('invalid');
    expect(verdict.data[0]).toMatchObject({ writes: 15, acknowledged: 10, unknown: 5, problem: null });
    expect(verdict.data[0]!.found!.present).toBe(15);
    expect(counts(verdict.data[0]!.found!)).toMatchObject({ lost: 0, unexpected: 0 });
  });

  it('that cannot be read back is no proof, and says why', async () => {
    await using shop = await startOrders(() => ({ rows: 1, status: 201 }));
    writeScenario(shop.folder, shop.url, shop.databaseUrl, "rows('db', 'select number from orders')");
    const { code, verdict } = await new LedgerRun(shop.folder).finished();
    expect(code).toBe(5);
    const lost = verdict.objectives.find(({ name }) => name === 'lost_writes');
    expect(lost?.reason).toBe('orders: it could not be read back: column "number" does not exist');
  });
});
