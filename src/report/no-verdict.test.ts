import { expect, test } from 'vitest';
import { ProofloadError } from '../diagnostic/error.ts';
import { errorAnnotations, renderNoVerdict } from './no-verdict.ts';

const reader = { cwd: '/repo/perf', redact: (text: string) => text.replaceAll('hunter22', '$PASS') };
const annotations = (error: unknown) => errorAnnotations(error, '/repo', reader);
const badInput = new ProofloadError('bad-input', '2 problems in the input', {
  problems: [
    {
      message: 'objective "a": 100%, not: hunter22',
      place: { file: '/repo/perf/a,b.yaml', line: 3, column: 24 },
      hint: 'did you mean "b"?',
    },
    { message: 'expected a number', place: { file: '--set seed=x' } },
  ],
});
const noK6 = new ProofloadError('no-k6', 'k6 cannot be had', {
  exit: 'environment',
  hint: 'proofload doctor',
  cause: new Error('no Go'),
});

test('each problem of a file is an annotation at its line, relative to the repository', () => {
  expect(annotations(badInput)).toEqual([
    '::error file=perf/a%2Cb.yaml,line=3,col=24,title=proofload%3A 2 problems in the input::objective "a": 100%25, not: $PASS%0Adid you mean "b"?',
    '::error title=proofload%3A 2 problems in the input::--set seed=x: expected a number',
  ]);
});

test('what is wrong with no file is one annotation with the words of the terminal', () => {
  expect(annotations(noK6)).toEqual([
    '::error title=proofload::proofload: k6 cannot be had [no-k6]%0Abecause: no Go%0Awhat to do: proofload doctor',
  ]);
});

test('no more are sent than GitHub shows', () => {
  const problems = Array.from({ length: 30 }, () => ({ message: 'x' }));
  expect(annotations(new ProofloadError('bad-input', 'many', { problems }))).toHaveLength(10);
});

test('no text of others begins a command or a line', () => {
  const hostile = 'x\n::error::y\r\u001b[31m';
  const error = new ProofloadError(hostile, hostile, {
    problems: [{ message: hostile, place: { file: `/repo/${hostile}` }, hint: hostile }],
  });
  for (const one of [error, new ProofloadError('x', hostile), new Error(hostile)])
    for (const line of annotations(one)) expect(line).toMatch(/^::error [^:\p{Cc}]*::\P{Cc}*$/u);
});

test('the page of the workflow says that there is no verdict, and why', () => {
  expect(renderNoVerdict(badInput, reader)).toBe(
    [
      '## ❌ No verdict (exit code 2): 2 problems in the input \\[bad-input\\]',
      '',
      '      a,b.yaml:3:24  objective "a": 100%, not: $PASS',
      '          did you mean "b"?',
      '      --set seed=x  expected a number',
      '',
    ].join('\n'),
  );
  expect(renderNoVerdict(new Error('oops'), reader)).toContain('(exit code 1): internal error');
});
