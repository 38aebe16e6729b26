import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Account } from './account.ts';
import { findWrites, summarise, type Row } from './compare.ts';
import { parseLedgerLine } from './ledger-line.ts';

const [unixMs, t0] = [1_000_000, 1_000_500];

function accountOf(lines: readonly unknown[]): Account {
  const account = new Account();
  for (const line of [{ version: 1, unixMs }, { ledger: 0, name: 'orders' }, { ledger: 1, name: 'carts' }, ...lines]) {
    const parsed = parseLedgerLine(JSON.stringify(line));
    if (parsed === undefined || !account.take(parsed)) throw new Error(`${JSON.stringify(line)} does not fit`);
  }
  return account;
}

async function* batches(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let i = 0; i < rows.length; i += 3) yield await Promise.resolve(rows.slice(i, i + 3));
}

const rowsOf = (...keys: readonly string[]) => batches(keys.map((key) => ({ key })));

test('tells what is lost, phantom, doubled and unexpected, with its times', async () => {
  const account = accountOf([
    ...['lost', 'there', 'twice', 'phantom', 'refused', 'open'].map((key, i) => ['w', 0, i * 1000, key]),
    ...['a', 'a', 'a', 'r', 'r'].map((mark, write) => [mark, write, 600_000 + write * 1000]),
  ]);
  const rows = rowsOf('run-there', 'run-twice', 'other-1', 'run-twice', 'run-phantom', 'run-stranger', 'run-open');
  const found = await findWrites(account, 0, 'run-', rows, t0);
  const one = (key: string, sentMs: number | null, endedMs: number | null) => ({
    count: 1,
    examples: [{ key, sentMs, endedMs }],
  });
  expect(found).toEqual({
    present: 4,
    lost: { ...one('run-lost', -500, 100), firstMs: 100, lastMs: 100 },
    phantom: one('run-phantom', -497, 103),
    duplicated: one('run-twice', -498, 102),
    unexpected: one('run-stranger', null, null),
    altered: { count: 0, examples: [] },
    compared: 0,
    lostAt: [[100, 1]],
    duplicatedAt: [[100, 1]],
  });
  expect(summarise(account, 0, 'run-', t0)).toMatchObject({ writes: 6, acknowledged: 3, refused: 2, unknown: 1 });
});

test('finds another value, and compares only what was acknowledged and is read back', async () => {
  const account = accountOf([
    ...['same', 'other', 'unknown', 'unread', 'emptied'].map((key) => ['w', 0, 0, key, 'one']),
    ['w', 0, 0, 'without'],
    ...[0, 1, 3, 4, 5].map((write) => ['a', write, 1]),
  ]);
  const rows = [
    { key: 'run-same', value: 'one' },
    { key: 'run-other', value: 'two' },
    { key: 'run-unknown', value: 'two' },
    { key: 'run-unread' },
    { key: 'run-emptied', value: null },
    { key: 'run-without', value: 'two' },
  ];
  const found = await findWrites(account, 0, 'run-', batches(rows), t0);
  expect(found.altered).toMatchObject({ count: 2, examples: [{ key: 'run-other' }, { key: 'run-emptied' }] });
  expect(found.compared).toBe(3);
});

/** `w` is the intent of a try, the others its outcome; one key, and the value of each try is its number. */
type Event = readonly ['w' | 'a' | 'r' | 'u', number];

const events = (text: string): Event[] =>
  text.split(' ').map((one) => [one.slice(0, 1), Number(one.slice(1))] as unknown as Event);

async function alteredBy(happened: readonly Event[], value: string) {
  const lines = happened.map(([mark, tried], at) =>
    mark === 'w' ? ['w', 0, at, 'key', String(tried)] : [mark, tried, at],
  );
  const { altered, compared } = await findWrites(accountOf(lines), 0, 'run-', batches([{ key: 'run-key', value }]), t0);
  return { altered: altered.count, compared };
}

test.each([
  ['its answer was lost, and the next try was answered for it', 'w0 u0 w1 a1', ['0', '1']],
  ['no outcome of the first try is known', 'w0 w1 a1', ['0', '1']],
  ['the next try was refused', 'w0 a0 w1 r1', ['0']],
  ['the next try may have come to nothing', 'w0 a0 w1 u1', ['0', '1']],
  ['the first try was refused', 'w0 r0 w1 a1', ['1']],
  ['it was written again', 'w0 a0 w1 a1', ['1']],
  ['it was written again by two at once', 'w0 w1 a0 a1', ['0', '1']],
  ['it was written again, after a try that may come late', 'w0 u0 w1 a1 w2 a2', ['0', '2']],
])('takes any value that a write may have: %s', async (_, happened, allowed) => {
  for (const value of ['0', '1', '2', '3'])
    expect(await alteredBy(events(happened), value)).toEqual({ altered: allowed.includes(value) ? 0 : 1, compared: 1 });
});

test('compares no value where one of the tries did not tell its own', async () => {
  const account = accountOf([
    ['w', 0, 0, 'key', 'one'],
    ['u', 0, 1],
    ['w', 0, 2, 'key'],
    ['a', 1, 3],
  ]);
  const found = await findWrites(account, 0, 'run-', batches([{ key: 'run-key', value: 'two' }]), t0);
  expect(found).toMatchObject({ compared: 0, altered: { count: 0 } });
});

/** Intents in the order of their numbers, and their outcomes at any time after them. */
const history = fc
  .array(fc.record({ outcome: fc.constantFrom('a', 'r', 'u', null), later: fc.nat(4) }), { minLength: 1, maxLength: 6 })
  .map((tries): Event[] =>
    tries
      .flatMap(({ outcome, later }, tried): { event: Event; at: number }[] => [
        { event: ['w', tried], at: tried * 2 },
        ...(outcome === null ? [] : [{ event: [outcome, tried] as Event, at: (tried + later) * 2 + 1 }]),
      ])
      .sort((one, other) => one.at - other.at)
      .map(({ event }) => event),
  );

test('takes the values that brute force takes, whatever was tried', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(6).map(String), async (happened, value) => {
      const at = (mark: string, tried: number) => happened.findIndex(([one, of]) => one === mark && of === tried);
      const tries = happened.filter(([mark]) => mark === 'w').map(([, tried]) => tried);
      const acknowledged = tries.filter((tried) => at('a', tried) >= 0);
      const allowed = tries.filter((tried) => {
        if (at('r', tried) >= 0) return false;
        return at('a', tried) < 0 || !acknowledged.some((other) => at('w', other) > at('a', tried));
      });
      const compared = acknowledged.length > 0 ? 1 : 0;
      const altered = compared === 1 && !allowed.includes(Number(value)) ? 1 : 0;
      expect(await alteredBy(happened, value)).toEqual({ altered, compared });
    }),
    { numRuns: 500 },
  );
});

test('counts a read as stale only when it began after the acknowledgement', () => {
  const account = accountOf([
    ['w', 0, 0, 'key'],
    ['w', 0, 0, 'open'],
    ['m', 0, 'key', 500, 600],
    ['a', 0, 1000],
    ['m', 0, 'key', 900, 1100],
    ['m', 0, 'key', 3500, 3600],
    ['m', 0, 'key', 1500, 1600],
    ['s', 0, 'key', 4000, 4100],
    ['m', 0, 'open', 4000, 4100],
  ]);
  expect(summarise(account, 0, 'run-', t0)).toMatchObject({ reads: 3, staleReads: { count: 2 }, staleForMs: 2.5 });
});

test('takes no outcome of a try that was never made', () => {
  expect(() => accountOf([['a', 0, 1]])).toThrow('does not fit');
});

test.each(['', '{}', '[]', '["w",0,1]', '["w",0,1,2]', '["a",0]', '["x",0,1,"k"]', '["w",0,12,"ke', 'null', '7'])(
  'reads nothing out of %s',
  (text) => {
    expect(parseLedgerLine(text)).toBeUndefined();
  },
);

/** The same by the words of the page, with lists and no state. */
function bruteForce(tries: readonly Try[], rows: readonly string[]) {
  const keys = [...new Set(tries.map(({ key }) => key))];
  const outcomes = (key: string) => tries.filter((one) => one.key === key).map(({ outcome }) => outcome);
  const times = (key: string) => rows.filter((row) => row === `run-${key}`).length;
  const acknowledged = keys.filter((key) => outcomes(key).includes('a'));
  const refused = keys.filter((key) => outcomes(key).every((outcome) => outcome === 'r'));
  const own = rows.filter((row) => row.startsWith('run-')).map((row) => row.slice(4));
  return {
    acknowledged: acknowledged.length,
    refused: refused.length,
    unknown: keys.length - acknowledged.length - refused.length,
    present: keys.filter((key) => times(key) > 0).length,
    lost: acknowledged.filter((key) => times(key) === 0).length,
    phantom: refused.filter((key) => times(key) > 0).length,
    duplicated: keys.filter((key) => times(key) > 1).length,
    unexpected: own.filter((key) => !keys.includes(key)).length,
  };
}

interface Try {
  readonly key: string;
  readonly outcome: 'a' | 'r' | 'u' | null;
}

test('agrees with brute force, whatever was tried and whatever is there', async () => {
  const key = fc.constantFrom('1', '2', '3', '4', '5', '6', '7');
  const tries = fc.array(fc.record({ key, outcome: fc.constantFrom('a', 'r', 'u', null) }), { maxLength: 25 });
  const rows = fc.array(fc.tuple(fc.constantFrom('run-', 'run-', 'other-'), key).map((parts) => parts.join('')));
  await fc.assert(
    fc.asyncProperty(tries, rows, fc.boolean(), async (tried, there, late) => {
      const intents = tried.map((one, at) => ['w', 0, at, one.key]);
      const outcomes = tried.map(({ outcome }, write) => [outcome, write, 1000 + write]);
      const lines = late
        ? [...intents, ...outcomes]
        : intents.flatMap((intent, i) => [intent, ...outcomes.slice(i, i + 1)]);
      const account = accountOf(lines.filter(([mark]) => mark !== null));
      const { acknowledged, refused, unknown } = summarise(account, 0, 'run-', t0);
      const found = await findWrites(account, 0, 'run-', rowsOf(...there), t0);
      const { present, lost, phantom, duplicated, unexpected } = found;
      const counts = Object.entries({ lost, phantom, duplicated, unexpected }).map(([name, { count }]) => [
        name,
        count,
      ]);
      expect({ acknowledged, refused, unknown, present, ...Object.fromEntries(counts) }).toEqual(
        bruteForce(tried, there),
      );
    }),
    { numRuns: 500 },
  );
});

test('keeps ledgers apart, and the first twenty examples', async () => {
  const account = accountOf([
    ['w', 1, 0, '1'],
    ...Array.from({ length: 30 }, (_, i) => ['w', 0, i, String(i)]),
    ...Array.from({ length: 31 }, (_, i) => ['a', i, 1]),
  ]);
  const orders = await findWrites(account, 0, 'run-', rowsOf(), t0);
  expect(orders.lost.count).toBe(30);
  expect(orders.lost.examples.map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, i) => `run-${i}`));
  expect((await findWrites(account, 1, 'run-', rowsOf('run-1'), t0)).lost.count).toBe(0);
});
