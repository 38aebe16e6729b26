import { expect, test } from 'vitest';
import * as samples from '../../tests/browser/sample-verdicts.ts';
import { renderAnnotations } from './github.ts';

test('what failed is an error, a warning a warning; a pass says nothing', () => {
  expect(renderAnnotations(samples.passed)).toEqual([]);
  const lines = renderAnnotations(samples.failed);
  expect(lines[0]).toMatch(/^::error title=shop-proof%3A /);
  const count = (level: string) => lines.filter((line) => line.startsWith(`::${level} `)).length;
  const of = (kind: string) => samples.failed.objectives.filter(({ verdict }) => verdict === kind).length;
  expect(count('warning')).toBe(of('warn'));
  expect(count('error')).toBeGreaterThanOrEqual(of('fail'));
});

test('no text of others begins a command, ends a line, or hides in an escape', () => {
  const [objective] = samples.failed.objectives;
  if (objective === undefined) throw new Error('the sample has no objective');
  const hostile = {
    ...objective,
    verdict: 'fail' as const,
    name: 'a:b,c%0A',
    reason: 'x\n::set-output name=a::b 100%',
  };
  const [line] = renderAnnotations({ ...samples.failed, objectives: [hostile], reasons: [] });
  expect(line).toBe('::error title=shop-proof%3A a%3Ab%2Cc%250A::x ::set-output name=a::b 100%25');
});

test('more than GitHub shows are not sent: the worst are first', () => {
  const [objective] = samples.failed.objectives;
  if (objective === undefined) throw new Error('the sample has no objective');
  const objectives = Array.from({ length: 30 }, () => ({ ...objective, verdict: 'fail' as const }));
  expect(renderAnnotations({ ...samples.failed, objectives })).toHaveLength(10);
});

test('a hostile run is told in whole commands, a line each', () => {
  for (const line of renderAnnotations(samples.hostileThroughout))
    expect(line).toMatch(/^::(error|warning) title=[^:,\p{Cc}]*::\P{Cc}*$/u);
});
