import { describe, expect, it } from 'vitest';
import { k6Message } from './k6-message.ts';

const said = (msg: string) => {
  const { text, place } = k6Message(JSON.stringify({ level: 'error', msg })) ?? {};
  return { text, place };
};

describe('what k6 says', () => {
  it.each([
    [
      'Error: boo\n\tat default (file:///a/s.ts:6:170(27))\n',
      { text: 'Error: boo', place: { file: '/a/s.ts', line: 6, column: 170 } },
    ],
    [
      "could not load JS test 'file:///a/my%20s.js': file:///a/my%20s.js: Line 2:1 Unexpected end of input",
      {
        text: "could not load JS test 'file:///a/my%20s.js': file:///a/my%20s.js: Line 2:1 Unexpected end of input",
        place: { file: '/a/my s.js', line: 2, column: 1 },
      },
    ],
    [
      'the configuration:\n\t- the duration must be at least 1s, but is 500ms',
      { text: 'the configuration:\n\t- the duration must be at least 1s, but is 500ms', place: undefined },
    ],
  ])('%s', (line, expected) => {
    expect(said(line)).toEqual(expected);
  });

  it('may be no JSON', () => {
    expect(k6Message('panic: oh')).toBeUndefined();
  });
});
