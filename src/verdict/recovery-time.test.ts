import { expect, test } from 'vitest';
import { recoveryTime, type WindowState } from './recovery-time.ts';

const states = { '+': 'holds', '-': 'broken', '?': 'open' } as const;
const read = (text: string): WindowState[] => Array.from(text, (mark) => states[mark as keyof typeof states]);

/** `shown/earliest` for three in a row. */
test.each([
  ['+++', '0/0'],
  ['++++++', '0/0'],
  ['--+++', '2/2'],
  ['-++-+++', '4/4'],
  ['++-+++', '3/3'],
  ['?+++', '1/0'],
  ['-??+++', '3/1'],
  ['??-+++', '3/3'],
  ['???-+++', '4/0'],
  ['+?+-+++', '4/0'],
  ['-++', 'never/1'],
  ['---', 'never/3'],
  ['++', 'never/0'],
  ['+++---', '0/0'],
  ['???', 'never/0'],
  ['--???--', 'never/2'],
  ['', 'never/0'],
])('%s: %s', (text, expected) => {
  const { shown, earliest } = recoveryTime(read(text), 3);
  expect(`${shown ?? 'never'}/${earliest}`).toBe(expected);
});

test('agrees with trying every moment', () => {
  const marks = ['+', '-', '?'];
  for (let n = 0; n < 3 ** 7; n++) {
    const text = n
      .toString(3)
      .padStart(7, '0')
      .replace(/\d/g, (digit) => marks[Number(digit)] ?? '');
    for (const inARow of [1, 2, 3]) {
      const from = (fits: RegExp, at: number) => fits.test(text.slice(at, at + inARow));
      const every = Array.from({ length: 8 }, (_, at) => at);
      const { shown, earliest } = recoveryTime(read(text), inARow);
      expect(shown).toBe(every.find((at) => from(new RegExp(`^\\+{${inARow}}$`), at)) ?? null);
      if (shown === null) expect(earliest).toBe(every.find((at) => from(/^[+?]*$/, at)));
      else expect(earliest).toBe(every.find((at) => at <= shown && from(/^[+?]*$/, at)));
    }
  }
});
