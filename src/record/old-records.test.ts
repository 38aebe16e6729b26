import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../verdict/judge.ts';
import { readRecord } from './read-record.ts';
import { records, unpack } from './testing/unpack.ts';

const names = readdirSync(records, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Sentences may be worded better, and say the same. */
const sentences = new Set(['sentence', 'reason', 'text', 'problem']);

const withoutSentences = (json: string): unknown =>
  JSON.parse(json, (key, value: unknown) => (sentences.has(key) && typeof value === 'string' ? undefined : value));

test.each(names)('the verdict on %s is what it was when it was recorded', (name) => {
  const record = readRecord(unpack(name));
  const today = withoutSentences(JSON.stringify(judge(record, record.manifest.slo)));
  expect(today).toMatchObject(withoutSentences(readFileSync(join(records, name, 'verdict.json'), 'utf8')) as object);
});

test('there are records of every kind of verdict', () => {
  expect(names).toEqual(
    expect.arrayContaining(['breakpoint', 'fails-in-a-fault', 'first-format', 'inconclusive', 'ledger', 'signals']),
  );
});
