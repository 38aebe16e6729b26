import fc from 'fast-check';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ProofloadError } from '../diagnostic/error.ts';
import { judge } from '../verdict/judge.ts';
import { readRecord } from './read-record.ts';
import { runFiles } from './run-folder.ts';
import { unpack } from './testing/unpack.ts';

const read = (folder: string): string => {
  const record = readRecord(folder);
  return judge(record, record.manifest.slo).verdict;
};

type Damage = (text: string) => string;

const place = fc.nat(999_999).map((millionth) => millionth / 1_000_000);
/** Not of its last newline alone, which is no loss. */
const cut: fc.Arbitrary<Damage> = place.map((at) => (text) => text.slice(0, Math.floor(at * (text.length - 1))));
const otherByte = fc
  .tuple(place, fc.constantFrom('0', '5', '9', ',', '-', '[', ']', '{', '}', '"', ':', '\n', '\u00ff'))
  .map(([at, byte]): Damage => {
    return (text) =>
      `${text.slice(0, Math.floor(at * text.length))}${byte}${text.slice(Math.floor(at * text.length) + 1)}`;
  });
const otherNumber = fc
  .tuple(place, fc.constantFrom('0', '-1', '1', '0.5', '1000000', `${2 ** 31}`, `${2 ** 40}`, `${2 ** 53}`, '1e300'))
  .map(([at, number]): Damage => {
    return (text) => {
      const numbers = [...text.matchAll(/-?\d+(\.\d+)?/g)];
      const { index, 0: old } = numbers[Math.floor(at * numbers.length)] ?? { index: 0, 0: '' };
      return text.slice(0, index) + number + text.slice(index + old.length);
    };
  });
/** Left out, or there twice; a series may be named twice. */
const otherLine = fc
  .tuple(place, fc.boolean())
  .map(([at, twice]) => [at, (line: string) => (twice && line.startsWith('[') ? `${line}\n${line}\n` : '')] as const);
const lines: fc.Arbitrary<Damage> = otherLine.map(([at, change]) => (text) => {
  const all = text.trimEnd().split('\n');
  const index = Math.floor(at * all.length);
  return all.map((line, i) => (i === index ? change(line) : `${line}\n`)).join('');
});

const several = { minLength: 1, maxLength: 4 };

/** The record after one of its files was damaged, which is mended afterwards. */
function damaged<T>(folder: string, file: string, damage: Damage, look: () => T): T {
  const path = join(folder, file);
  const whole = readFileSync(path, 'latin1');
  try {
    writeFileSync(path, damage(whole), 'latin1');
    return look();
  } finally {
    writeFileSync(path, whole, 'latin1');
  }
}

describe.each(['breakpoint', 'inconclusive', 'ledger'])('the record %s', (name) => {
  const folder = unpack(name);
  const files = readdirSync(folder);
  // What its keys are called is taken as this program wrote it.
  const ofManifest = fc.tuple(fc.constant<string>(runFiles.manifest), fc.array(fc.oneof(otherNumber, cut), several));
  const ofOthers = fc.tuple(
    fc.constantFrom(...files.filter((file) => file !== runFiles.manifest)),
    fc.array(fc.oneof(otherByte, otherNumber, lines, cut), several),
  );

  test('is judged or refused, whatever happened to one of its files', () => {
    fc.assert(
      fc.property(fc.oneof(ofManifest, { arbitrary: ofOthers, weight: 3 }), ([file, damages]) => {
        const damage: Damage = (text) => damages.reduce((left, one) => one(left), text);
        try {
          expect(damaged(folder, file, damage, () => read(folder))).toBeTypeOf('string');
        } catch (error) {
          expect(error).toBeInstanceOf(ProofloadError);
          expect(error).toMatchObject({ code: 'no-run' });
        }
      }),
      { numRuns: 80 },
    );
  });

  test('does not pass when its series lack a line, have one twice, or were cut off', () => {
    fc.assert(
      fc.property(fc.oneof(lines, cut), (damage) => {
        expect(['pass', 'warn']).not.toContain(damaged(folder, runFiles.series, damage, () => read(folder)));
      }),
      { numRuns: 40 },
    );
  });
});
