import { mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { explained } from './file-trouble.ts';
import { renderError } from './render.ts';

it('takes what a file system refuses for no defect, and says what it refused', () => {
  let thrown: unknown;
  try {
    mkdirSync(`${import.meta.filename}/x`);
  } catch (error) {
    thrown = error;
  }
  const error = explained(thrown);
  expect(error).toMatchObject({ code: 'file-refused', exitCode: 7 });
  expect(renderError(error, '/')).toMatch(/because: ENOTDIR: .*file-trouble\.test\.ts\/x/);
});

it('leaves all else as it is', () => {
  for (const other of [
    new TypeError('x is not a function'),
    Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    'text',
  ])
    expect(explained(other)).toBe(other);
});
