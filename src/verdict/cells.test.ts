import { expect, test } from 'vitest';
import { partsOf, takersOf } from './cells.ts';
import { gatherEvidence } from './evidence.ts';
import type { Question } from './metric.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';
import { seriesOf } from './testing/series-builder.ts';

const { cells } = gatherEvidence(
  buildRecord({
    requests: ['pay', 'look', 'leave'].flatMap((step) => [
      ...evenly(9, 0, 9000, { step }),
      ...evenly(9, 0, 9000, { step, failed: true }),
    ]),
    series: [seriesOf('bytes', 'counter', [1]), seriesOf('bytes', 'counter', [1], { step: 'pay' })],
  }),
);
const step = (not: boolean, ...names: string[]) => ({ step: { not, names } });
const bytes = (where: Question['where']) =>
  ({ metric: 'bytes', own: { kind: 'counter', unit: 'number' }, where }) as const;

test.each<[string, Partial<Question>]>([
  ['of everything', {}],
  ['of one step', { where: step(false, 'pay') }],
  ['of two', { where: step(false, 'look', 'pay') }],
  ['of one that is named twice', { where: step(false, 'pay', 'pay') }],
  ['of one that never came', { where: step(false, 'none') }],
  ['of all but one', { where: step(true, 'pay') }],
  ['of what failed in a step', { where: { ...step(false, 'pay'), outcome: { not: false, names: ['failed'] } } }],
  [
    'of a ratio',
    {
      metric: 'r',
      ratio: { of: bytes(step(false, 'pay')), per: bytes({}), unit: 'share' },
      where: step(false, 'look'),
    },
  ],
])('a question %s is asked of the series that take part in its answer, once of each', (_, asked) => {
  for (const metric of ['error_rate', 'response_time']) {
    const question: Question = { metric, stat: null, outcome: 'any', where: {}, ...asked };
    const expected = partsOf(cells, question).flatMap((part, series) => (part === null ? [] : [{ series, part }]));
    const takers = [...takersOf(cells, question)].sort((a, b) => a.series - b.series);
    expect(takers).toEqual(expected);
  }
});
