import { expect, test } from 'vitest';
import type { SeriesHead } from '../model/record.ts';
import { outcomeSource, partOf, type Part, type Question } from './metric.ts';

const head = (more: Partial<SeriesHead>): SeriesHead => ({
  ...{ id: 0, metric: 'step_duration', type: 'trend', failed: false, tags: {} },
  ...more,
});
const step = (outcome: string) => head({ tags: { step: 'pay', outcome } });
const request = (failed: boolean, tags = {}) => head({ metric: 'http', type: 'http', failed, tags });
const ask = (metric: Question['metric']): Question => ({ metric, stat: null, outcome: 'ok', where: {} });

test.each<[string, SeriesHead, Part, Part, Part]>([
  // What it is, and its part in error_rate, limited_rate and step_time.
  ['a step that went well', step('ok'), 'good', 'good', 'good'],
  ['a step that failed', step('failed'), 'bad', 'good', null],
  ['a step that was turned away', step('limited'), null, 'bad', null],
  ['a step that had not ended', step('censored'), null, null, null],
  ['a request of a step', request(true, { step: 'pay' }), null, null, null],
  ['a request outside of any step that failed', request(true), 'bad', null, null],
  ['a request outside of any step that went well', request(false), null, null, null],
])('of %s', (_what, series, errors, limited, time) => {
  expect(partOf(series, ask('error_rate'), 'steps'), 'error_rate').toBe(errors);
  expect(partOf(series, ask('limited_rate'), 'steps'), 'limited_rate').toBe(limited);
  expect(partOf(series, ask('step_time'), 'steps'), 'step_time').toBe(time);
});

test('only times of steps make a script one with steps, whatever else is called so', () => {
  expect(outcomeSource([request(false), step('ok')])).toBe('steps');
  expect(outcomeSource([request(false), head({ type: 'counter' })])).toBe('requests');
});

test('a word of the script itself is no outcome: its samples are counted whatever is asked for', () => {
  const retries = (outcome: string) => head({ metric: 'retries', type: 'counter', tags: { outcome } });
  const asked: Question = { ...ask('retries'), own: { kind: 'counter', unit: 'number' } };
  const parts = ['ok', 'failed', 'elsewhere'].map((outcome) => partOf(retries(outcome), asked, 'steps'));
  expect(parts).toEqual(['good', null, 'good']);
  const counted = { metric: 'retries', own: asked.own, where: {} } as const;
  const ratio = { of: counted, per: { metric: 'throughput', where: {} }, unit: 'share' } as const;
  expect(partOf(retries('failed'), { ...asked, ratio }, 'steps'), 'a ratio asks for all').toBe('bad');
});
