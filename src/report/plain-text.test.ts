import { describe, expect, it, test } from 'vitest';
import { clip, harmless, plain } from './plain-text.ts';

describe('plain text', () => {
  it.each([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['cursor moves, 8-bit', '\u009b2Jgone', 'gone'],
    ['terminal titles', '\u001b]0;pwned\u0007text', 'text'],
    ['terminal links', '\u001b]8;;https://evil.example\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['an unfinished sequence', 'text\u001b[', 'text['],
    ['line breaks', 'a\r\nb\u2028c\td', 'a b c d'],
    ['other control characters', 'a\u0000b\u0008c\u007fd\u0085e', 'abcd e'],
    ['reordering marks', 'a\u202eb\u2066c\u200fd', 'abcd'],
    ['half characters', 'a\ud800b', 'a\ufffdb'],
    ['what XML cannot say', 'a\ufffeb\uffffc', 'abc'],
  ])('has no %s', (_, text, expected) => expect(plain(text)).toBe(expected));

  it('keeps letters of every script and emoji', () => {
    expect(plain('Größe 大きさ حجم 👍🏽 é')).toBe('Größe 大きさ حجم 👍🏽 é');
  });

  it('is clipped by characters, not by halves of them', () => {
    expect(clip('👍👍👍👍', 3)).toBe('👍👍…');
    expect(clip('abc', 3)).toBe('abc');
  });
});

test('harmless lines keep their blanks and breaks, and lose what orders a terminal about', () => {
  expect(harmless('  a\tb\n\n  \u001b[2J\u001b]0;x\u0007c\r\u0008\u202ed\n')).toBe('  a\tb\n\n  cd\n');
});
