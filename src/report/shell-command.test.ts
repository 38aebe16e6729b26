import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plain } from './plain-text.ts';
import { shellCommand } from './shell-command.ts';

test('quotes what a shell would take apart, and leaves secrets to it', () => {
  expect(shellCommand(['proofload', 'run', 'shop', '--env', 'NOTE=two words', '--tag', "it's", '--x', ''])).toBe(
    "proofload run shop --env 'NOTE=two words' --tag 'it'\\''s' --x ''",
  );
  expect(shellCommand(['--env', 'TOKEN=$TOKEN', 'a "$B" `c`'])).toBe('--env "TOKEN=$TOKEN" "a \\"$B\\" \\`c\\`"');
});

test('a shell fills a secret in, and nothing else of its word is special to it', () => {
  const script = `printf '%s\\n' ${shellCommand(['TOKEN=\\$TOKEN " `x` $1 *'])}`;
  const read = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { TOKEN: 'of mine' } });
  expect(read).toBe('TOKEN=\\of mine " `x` $1 *\n');
});

test('a shell reads the words back', () => {
  const word = fc
    .string({ unit: 'grapheme-ascii' })
    .filter((text) => !/\$[A-Za-z_]/.test(text) && text === plain(text));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const script = `printf '%s\\n' x ${shellCommand(words)} "$SECRET"`;
      const read = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { SECRET: 'of mine' } });
      expect(read.split('\n').slice(1, -1)).toEqual([...words, 'of mine']);
    }),
    { numRuns: 50 },
  );
});
