import { expect, test } from 'vitest';
import { redactorOf, tellUnset } from './discreet.ts';

const env = { DEPLOY: 'hunter22', HOME: '/root' };

function told(redact: readonly string[], given: readonly string[] = []): string {
  let text = '';
  tellUnset({ env, err: (more) => (text += more) }, { env: given, redact });
  return text;
}

test('what --redact names is taken out, of the environment and of what the script is given', () => {
  const redact = redactorOf(env, { env: ['PIN=4711'], redact: ['DEPLOY', 'PIN'] });
  expect(redact('hunter22 and 4711')).toBe('$DEPLOY and $PIN');
  expect(told(['DEPLOY', 'PIN'], ['PIN=4711'])).toBe('');
});

test('what it names and there is not is told, with what may be meant and no list of all there are', () => {
  expect(told(['DEPLYO'])).toBe(
    'note: --redact DEPLYO: no variable of that name is set, so nothing is taken out for it; did you mean "DEPLOY"?\n',
  );
  expect(told(['SOMETHING_ELSE'])).not.toContain('HOME');
});
