import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextTable } from './text-table.ts';

test('numbers texts as a Map does, and gives them back', () => {
  const texts = fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.string({ unit: 'grapheme' })), { maxLength: 300 });
  fc.assert(
    fc.property(texts, fc.string({ maxLength: 3 }), (added, asked) => {
      const [table, map] = [new TextTable(), new Map<string, number>()];
      for (const text of added.map((one) => Buffer.from(one).toString())) {
        if (!map.has(text)) map.set(text, map.size);
        expect(table.add(text)).toBe(map.get(text));
      }
      expect(table.size).toBe(map.size);
      for (const [text, number] of map) expect([table.find(text), table.text(number)]).toEqual([number, text]);
      expect(table.find(asked)).toBe(map.get(asked) ?? -1);
    }),
  );
});

test('goes on beyond a page, and holds a text that is longer than one', () => {
  const table = new TextTable();
  const long = 'x'.repeat(1_500_000);
  const texts = [...Array.from({ length: 100_000 }, (_, i) => `key number ${i}`), long, 'after it'];
  for (const text of texts) table.add(text);
  for (const [number, text] of texts.entries()) {
    if (table.find(text) !== number || table.text(number) !== text) expect.fail(`${text.slice(0, 40)} is lost`);
  }
});
