import { expect, it } from 'vitest';
import { passed } from '../../../tests/browser/sample-verdicts.ts';
import { ProofloadError } from '../../diagnostic/error.ts';
import { jsonProgress } from './json-progress.ts';

it('ends with the verdict, and before it tells of reports that are missing', () => {
  const lines: { event: string; exitCode: number }[] = [];
  const progress = jsonProgress('x', (line) => lines.push(JSON.parse(line) as (typeof lines)[number]));
  const notWritten = new ProofloadError('reports-not-written', '1 of 8 reports are missing', { exit: 'environment' });
  progress.verdict({ verdict: passed, folder: '/reports/x', notWritten }, 7);
  expect(lines.map(({ event, exitCode }) => [event, exitCode])).toEqual([
    ['error', 7],
    ['verdict', 7],
  ]);
});
