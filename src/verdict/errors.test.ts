import { expect, test } from 'vitest';
import { errorResults } from './errors.ts';
import { seriesOf } from './testing/series-builder.ts';

const steps = (step: string, kind: string | null, seconds: number) =>
  seriesOf(
    'step_duration',
    'trend',
    Array.from({ length: seconds }, () => 5),
    kind === null ? { step, outcome: 'ok' } : { step, outcome: 'failed', kind },
  );

test('errors are told by kind and step, with the first and the last', () => {
  const limited = seriesOf('step_duration', 'trend', [5], { step: 'browse', outcome: 'limited' });
  const series = [steps('browse', null, 9), steps('browse', 'timeout', 2), steps('pay', 'status', 4), limited];
  const example = 'POST /pay: 503';
  const errorExamples = [
    { kind: 'status', step: 'browse', text: 'GET /: 500' },
    { kind: 'status', step: 'pay', text: example },
  ];
  expect(errorResults(series, { scriptErrors: [], errorExamples })).toEqual([
    { kind: 'status', step: 'pay', count: 4, firstMs: 0, lastMs: 3000, example },
    { kind: 'timeout', step: 'browse', count: 2, firstMs: 0, lastMs: 1000, example: null },
  ]);
});

test('of what failed equally often, the kinds are in order of their names', () => {
  const series = ['timeout', 'check', 'status'].map((kind) => steps('browse', kind, 2));
  expect(errorResults(series, null).map(({ kind }) => kind)).toEqual(['check', 'status', 'timeout']);
});

test('series of one kind and step add up', () => {
  const one = [steps('browse', 'check', 2), steps('browse', 'check', 3)];
  expect(errorResults(one, null)).toEqual([
    { kind: 'check', step: 'browse', count: 5, firstMs: 0, lastMs: 2000, example: null },
  ]);
});

test('a request outside of steps has none', () => {
  const outside = { ...seriesOf('http_req', 'http', [5], { status: '500' }), failed: true };
  const [error] = errorResults([steps('browse', null, 1), outside], null);
  expect(error).toMatchObject({ kind: 'status 500', step: null, count: 1 });
});

test('what the script threw is told by its place', () => {
  const scriptErrors = ['TypeError: x in step "pay" (shop.ts:7:1), seen by 2 users', 'TypeError: y in step "browse"'];
  const [error] = errorResults([steps('browse', 'exception', 1)], { scriptErrors });
  expect(error?.example).toBe('TypeError: y in step "browse"');
});
