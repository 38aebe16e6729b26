import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellScanner } from './cell-scanner.ts';
import type { SeriesType } from './record.ts';
import { bucketsOf } from './testing/buckets.ts';

const types: SeriesType[] = ['http', 'trend', 'counter', 'rate', 'gauge'];
const counted = [286, 1];

/** What the line says as a cell of the type; undefined when it is none. What lies around it is not to be read. */
function scan(line: string, type: SeriesType, { before = '', behind = '' } = {}) {
  const bytes = Uint8Array.from(Buffer.from(`${before}${line}\n${behind}`, 'latin1'));
  const scanner = new CellScanner();
  const end = scanner.scan(bytes, new DataView(bytes.buffer), before.length);
  if (end === -1) return undefined;
  expect(end).toBe(before.length + line.length);
  const { histogram, ...cell } = scanner.cell(type) ?? {};
  return histogram && { id: scanner.id, ...cell, buckets: bucketsOf(histogram) };
}

/** The same, read as JSON. */
function expected(line: string, type: SeriesType) {
  const numbers = JSON.parse(line) as number[];
  const at = (index: number) => numbers[index]!;
  const all = { id: at(0), startMs: at(1), endMs: at(2), count: at(3) };
  const none = { timed: 0, sum: 0, min: 0, max: 0, nonzero: 0, buckets: [] as [number, number][] };
  if (type === 'counter') return { ...all, ...none, sum: at(4) };
  if (type === 'rate') return { ...all, ...none, nonzero: at(4) };
  if (type === 'gauge') return { ...all, ...none, timed: at(3), sum: at(4), min: at(5), max: at(6) };
  const list = numbers.at(-1) as unknown as number[];
  const buckets: [number, number][] = [];
  for (let i = 0, index = 0; i + 1 < list.length; i += 2) buckets.push([(index += list[i]!), list[i + 1]!]);
  return { ...all, nonzero: 0, timed: at(4), sum: at(5), min: at(6), max: at(7), buckets };
}

const lengths: Record<SeriesType, number> = { http: 15, trend: 8, counter: 5, rate: 5, gauge: 7 };

/** No cell, whatever lies before it: what a line before that was cut by a piece may leave looks like an end. */
function expectNone(line: string, type: SeriesType): void {
  for (const before of ['', '1]\n', '1]]\n']) expect(scan(line, type, { before }), line).toBeUndefined();
}

/** Buckets as they mostly are: many that follow one another, and few in each. */
const bucket = fc.oneof(
  { arbitrary: fc.tuple(fc.constant(1), fc.nat(12)), weight: 8 },
  fc.tuple(fc.integer({ min: -3, max: 400 }), fc.nat(300)),
  fc.tuple(fc.integer(), fc.nat(2 ** 40)),
);
const small = fc.nat(5000);
/** Any line that may be: every sample above 0 in a bucket, and the least value not above the greatest. */
const lines = fc
  .record({
    type: fc.constantFrom(...types),
    startMs: fc.integer(),
    lengthMs: small,
    untimed: small,
    zeros: fc.nat(3),
    sum: fc.maxSafeInteger(),
    min: fc.integer({ min: -3, max: 2000 }),
    range: fc.nat(2 ** 40),
    rest: fc.array(fc.maxSafeInteger(), { minLength: 7, maxLength: 7 }),
    buckets: fc.array(bucket, { maxLength: 40 }),
  })
  .map(({ type, startMs, lengthMs, untimed, zeros, sum, min, range, rest, buckets }) => {
    const timed = buckets.reduce((total, [, count]) => total + count, 0) + (min > 0 ? 0 : zeros);
    const count = timed + untimed;
    const head = [9, startMs, startMs + lengthMs, count];
    const values = [sum, min, min + range];
    if (type === 'counter') return { type, numbers: [...head, sum] };
    if (type === 'rate') return { type, numbers: [...head, timed] };
    if (type === 'gauge') return { type, numbers: [...head, ...values] };
    const more = type === 'http' ? rest : [];
    return { type, numbers: [...head, timed, ...values, ...more, buckets.flat()] };
  });

describe('a line of a cell', () => {
  it('is read as JSON.parse reads it, whatever lies behind it', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('', ',1,1', '0,1,2,1,3,1,4', '[1,2]\n'), ({ type, numbers }, behind) => {
        const line = JSON.stringify(numbers);
        expect(scan(line, type, { behind })).toEqual(expected(line, type));
      }),
      { numRuns: 500 },
    );
  });

  it('may have an empty histogram, and then has no buckets', () => {
    expect(scan('[0,0,1000,2,0,0,0,0,[]]', 'trend')).toMatchObject({ count: 2, timed: 0, buckets: [] });
  });

  it('leaves out a bucket without a count', () => {
    expect(scan('[0,0,1000,2,2,2,1,1,[286,2,5]]', 'trend')?.buckets).toEqual([[286, 2]]);
  });

  it('does not mind what came before it', () => {
    const scanner = new CellScanner();
    const told = ['[0,0,1000,2,2,2,1,1,[286,2]]', '[0,0,1000,2,2,2,1,1,[286,', '[3,0,0,1,5]'].map((line) => {
      const bytes = new TextEncoder().encode(`${line}\n`);
      return [scanner.scan(bytes, new DataView(bytes.buffer), 0), scanner.cell('counter')?.sum];
    });
    expect(told).toEqual([
      [28, undefined],
      [-1, undefined],
      [11, 5],
    ]);
  });

  it('may have any number of buckets', () => {
    const line = JSON.stringify([
      ...[0, 0, 1000, 7002, 7002, 7002, 1, 1],
      [286, 2, ...Array.from({ length: 1000 }, () => [1, 7]).flat()],
    ]);
    expect(scan(line, 'trend')).toEqual(expected(line, 'trend'));
  });

  it.each([
    '',
    '[',
    '[]',
    '[1,2,3,4,5',
    '[1,2,3,4,5,',
    '[1,2,3,4,5,]',
    '[1,2,3,4,]',
    '[,2,3,4,5]',
    '[1,,3,4,5]',
    '[1,2,3,-,5]',
    '[1,2,3,4.5,5]',
    '[1,2,3,4e1,5]',
    '[1,2,3,4,5]]',
    '[1,2,3,4,5] ',
    '[1,2,3,4,5][6,7]',
    '[1,2,3,4,5,[6,7]',
    '[1,2,3,4,5,[6,7],8]',
    '[1,2,3,4,5,[6;7]]',
  ])('is not %s', (text) => expectNone(text, 'counter'));

  it.each<[SeriesType, string]>([
    ['counter', '[0,0,1000,2,17]'],
    ['trend', '[0,0,1000,32,32,64,1,9,[286,2,1,5,1,6,1,7,3,12]]'],
  ])('is no cell of a %s when one of its bytes is another', (type, line) => {
    expect(scan(line, type)).toBeDefined();
    for (let at = 0; at < line.length; at++) {
      const damaged = (byte: number) => line.slice(0, at) + String.fromCharCode(byte) + line.slice(at + 1);
      for (const byte of ['x'.charCodeAt(0), line.charCodeAt(at) | 0x80]) expectNone(damaged(byte), type);
    }
  });

  it.each([
    ['numbers that are not exact', '[9007199254740992,1]'],
    ['numbers beyond all measure', `[1,${'9'.repeat(400)}]`],
    ['a comma too many', '[1,1,]'],
    ['a comma too few', '[1,1,1 2]'],
    ['digits that are none', '[1,1,1,:,1,2]'],
    ['no end', '[1,1,1,2'],
    ['a negative count', '[1,-1,1,3]'],
    ['more samples than there are', '[1,1,1,2]'],
    ['fewer samples than there are', '[1,1]'],
  ])('has no histogram with %s', (_, list) => {
    expectNone(`[0,0,1000,2,2,2,1,1,${list}]`, 'trend');
  });

  it('may have samples of 0, which are in no bucket', () => {
    expect(scan('[0,0,1000,2,2,1,0,1,[1,1]]', 'trend')).toMatchObject({ timed: 2, buckets: [[1, 1]] });
    expect(scan('[0,0,1000,2,2,1,0,1,[1,3]]', 'trend')).toBeUndefined();
  });

  it.each([
    ['possible', [5000, 6000, 10, 8, 80, 5, 20], true],
    ['without a request', [5000, 6000, 0, 0, 0, 0, 0], true],
    ['fewer than none', [5000, 6000, -1, 0, 0, 0, 0], false],
    ['more than can be counted', [5000, 6000, 2 ** 54, 8, 80, 5, 20], false],
    ['more with a time than there are', [5000, 6000, 7, 8, 80, 5, 20], false],
    ['a time for fewer than none', [5000, 6000, 10, -8, 80, 0, 20], false],
    ['an end before the start', [5000, 4000, 10, 8, 80, 5, 20], false],
    ['a least value above the greatest', [5000, 6000, 10, 8, 80, 21, 20], false],
  ])('may be %s: %j %s', (_, numbers, isTaken) => {
    const list = numbers[3] === 8 ? '[1,8]' : '[]';
    expect(scan(`[0,${numbers.join(',')},${list}]`, 'trend') !== undefined).toBe(isTaken);
  });

  it('of a rate has no more that are true than there are', () => {
    expect(scan('[0,0,0,10,10]', 'rate')).toBeDefined();
    expect(scan('[0,0,0,10,11]', 'rate')).toBeUndefined();
    expect(scan('[0,0,0,10,-1]', 'rate')).toBeUndefined();
  });

  it('has no sum beyond all measure', () => {
    expect(scan(`[0,0,0,10,${'9'.repeat(400)}]`, 'counter')).toBeUndefined();
  });

  it.each(types)('of a %s has as many numbers as it has', (type) => {
    const hasList = type === 'http' || type === 'trend';
    const line = (length: number, list: boolean) =>
      JSON.stringify([...Array.from({ length }, () => 1), ...(list ? [counted] : [])]);
    expect(scan(line(lengths[type], hasList), type)).toBeDefined();
    expect(scan(line(lengths[type], !hasList), type)).toBeUndefined();
    for (const more of [-1, 1]) expect(scan(line(lengths[type] + more, hasList), type)).toBeUndefined();
  });
});
