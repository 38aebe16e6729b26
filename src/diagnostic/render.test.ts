import { expect, test } from 'vitest';
import { ProofloadError } from './error.ts';
import { renderError } from './render.ts';

test.each([
  ['/p/load.ts', 'load.ts'],
  ['/q/load.ts', '/q/load.ts'],
  ['/p', '.'],
  ['--set seed=x', '--set seed=x'],
])('%s is shown from /p as %s', (file, shown) => {
  const error = new ProofloadError('bad-input', 'one problem', { problems: [{ message: 'wrong', place: { file } }] });
  expect(renderError(error, '/p')).toBe(`proofload: one problem [bad-input]\n  ${shown}  wrong`);
});
