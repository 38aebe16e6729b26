import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { excuseSince } from './lost-edge.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';
import { seriesOf, type RawRequest } from './testing/series-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';

const sentence = 'the Toxiproxy of api->db ended by itself';
const slo = sloOf(
  objective({ name: 'no errors', metric: 'error_rate', target: 0.01 }),
  objective({ name: 'right', metric: 'checks', target: 0.99, atMost: false }),
);

/** Ten requests a second for a minute; those are wrong that began at a time. */
function judged(isWrong: (ms: number) => boolean, edgeLostMs: number | null, plain = false) {
  const requests = Array.from({ length: 600 }, (_, index): RawRequest => {
    const failed = isWrong(index * 100);
    return { startMs: index * 100, tookMs: 10, failed, checks: [!failed] };
  });
  const record = buildRecord({ requests, plain, ending: { problems: [sentence], edgeLostMs } });
  const answered = record.series.map((one) => ({ ...one, tags: { ...one.tags, kind: 'status' } }));
  return judge({ ...record, series: answered }, slo);
}

describe.each([
  ['journeys', false],
  ['a plain k6 script', true],
])('wrong answers to %s where a part of the harness failed at 30 s that an edge runs through', (_, plain) => {
  test('are no word about the target from then on', () => {
    const verdict = judged((ms) => ms >= 29_500, 30_000, plain);
    expect(verdict).toMatchObject({ verdict: 'invalid', exitCode: 5, sentence: `Invalid: ${sentence}` });
    expect(verdict.objectives.map((one) => one.verdict)).toEqual(['inconclusive', 'inconclusive']);
  });

  test('fail when there were too many before', () => {
    const verdict = judged((ms) => ms >= 20_000, 30_000, plain);
    expect(verdict).toMatchObject({ verdict: 'invalid', exitCode: 3 });
    expect(verdict.sentence).toMatch(new RegExp(`^Invalid: ${sentence}. Fails: `));
    expect(verdict.objectives.map(({ observed }) => observed)).toEqual([0.15, 0.85]);
    for (const { reason } of verdict.objectives) expect(reason).toMatch(/what came after an edge was lost at 30 s$/);
  });
});

test('all wrong answers count where another thing failed', () => {
  const verdict = judged((ms) => ms >= 29_500, null);
  expect(verdict).toMatchObject({ verdict: 'invalid', exitCode: 3 });
});

test('what may have ended up to a second before it was seen is late', () => {
  const requests = evenly(10, 0, 10_000, { failed: true });
  const { series } = excuseSince(buildRecord({ requests, plain: true }), 5600);
  const told = series.map((one) => [one.type === 'http' && one.failed, one.cells.map(({ endMs }) => endMs)]);
  expect(told).toEqual([
    [true, [0, 1000, 2000, 3000]],
    [false, [4000, 5000, 6000, 7000, 8000, 9000]],
  ]);
});

test('what was no wrong answer stands as it was', () => {
  const { series } = excuseSince(
    buildRecord({
      requests: evenly(10, 0, 10_000),
      series: [
        seriesOf('step_duration', 'trend', [5, 5, 5], { step: 'browse', outcome: 'limited' }),
        seriesOf('step_duration', 'trend', [5, 5, 5], { step: 'browse', outcome: 'censored' }),
        seriesOf('bytes', 'trend', [7, 7, 7], { step: 'browse', outcome: 'failed' }),
        seriesOf('vus', 'gauge', [3, 3, 3]),
      ],
    }),
    2000,
  );
  const told = series.map(({ metric, tags: { outcome }, cells }) => [metric, outcome, cells.length]);
  expect(told).toEqual([
    ['http', undefined, 10],
    ['step_duration', 'ok', 10],
    ['step_duration', 'limited', 3],
    ['step_duration', 'censored', 3],
    ['bytes', 'failed', 3],
    ['vus', undefined, 3],
  ]);
});
