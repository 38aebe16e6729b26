import { expect, test } from 'vitest';
import { ErrorExamples } from './error-examples.ts';

test('reads the examples of failures from the log of k6', () => {
  const examples = new ErrorExamples();
  const line = {
    level: 'warning',
    msg: 'GET /: 503',
    proofload: 'error-example',
    step: 'home',
    kind: 'status',
    time: 'x',
  };
  const { kind, ...rest } = line;
  const plain = { ...rest, msg: 'GET /: dial: refused', status: '0', error_code: '1212' };
  const foreign = { level: 'info', msg: 'an error-example of mine', source: 'console' };
  for (const one of [
    JSON.stringify(line),
    JSON.stringify(plain),
    JSON.stringify(foreign),
    JSON.stringify(line).slice(0, 60),
    'error-example',
  ])
    examples.line(one);
  expect(examples.list()).toEqual([
    { step: 'home', kind, text: 'GET /: 503' },
    { step: 'home', kind: 'refused', text: 'GET /: dial: refused' },
  ]);
});
