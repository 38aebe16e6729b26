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
  expect(errorResults(series)).toEqual([
    { kind: 'status', step: 'pay', count: 4, firstMs: 0, lastMs: 3000 },
    { kind: 'timeout', step: 'browse', count: 2, firstMs: 0, lastMs: 1000 },
  ]);
});

test('series of one kind and step add up', () => {
  const one = [steps('browse', 'check', 2), steps('browse', 'check', 3)];
  expect(errorResults(one)).toEqual([{ kind: 'check', step: 'browse', count: 5, firstMs: 0, lastMs: 2000 }]);
});

test('a request outside of steps has none', () => {
  const outside = { ...seriesOf('http_req', 'http', [5], { status: '500' }), failed: true };
  const [error] = errorResults([steps('browse', null, 1), outside]);
  expect(error).toMatchObject({ kind: 'status 500', step: null, count: 1 });
});
