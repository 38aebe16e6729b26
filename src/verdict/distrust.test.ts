import { describe, expect, test } from 'vitest';
import type { ObjectiveResult, ObjectiveVerdict } from '../model/verdict.ts';
import { distrust, distrustPasses } from './distrust.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

const judged = judgeObjective(objective(), gatherEvidence(buildRecord({})));
const result = (metric: string, verdict: ObjectiveVerdict): ObjectiveResult => ({
  ...judged,
  ...{ metric, verdict, reason: 'told' },
});
const doubted = { verdict: 'inconclusive', reason: 'run invalid: too slow (told)' };

describe('results of a run that cannot be trusted', () => {
  const of = (one: ObjectiveResult, ...answered: ObjectiveResult[]) => distrust([one], answered, 'too slow', null)[0];

  test.each<[string, ObjectiveVerdict, boolean]>([
    ['checks', 'fail', true],
    ['checks', 'pass', false],
    ['checks', 'warn', false],
    ['lost_writes', 'fail', true],
    ['rpo', 'fail', false],
    ['response_time', 'fail', false],
  ])('%s that %s stand: %s', (metric, verdict, stands) => {
    const one = result(metric, verdict);
    expect(of(one, result(metric, 'fail'))).toEqual(stands ? one : { ...one, ...doubted });
  });

  test('failed steps stand by what is left without those that got no answer', () => {
    const left = { ...result('error_rate', 'fail'), observed: 0.1 };
    expect(of(result('error_rate', 'fail'), left)).toEqual({ ...left, reason: 'told, without what got no answer' });
    expect(of(result('error_rate', 'fail'), result('error_rate', 'pass'))).toMatchObject(doubted);
    expect(of(result('error_rate', 'fail'))).toMatchObject(doubted);
  });

  test('an edge that was lost excuses wrong answers, and no damage to the data', () => {
    const lost = (metric: string, answered: ObjectiveVerdict) =>
      distrust([result(metric, 'fail')], [result(metric, answered)], 'too slow', 12_000)[0];
    const since = 'what came after an edge was lost at 12 s';
    expect(lost('checks', 'fail')).toEqual({ ...result('checks', 'fail'), reason: `told, without ${since}` });
    expect(lost('error_rate', 'fail')?.reason).toBe(`told, without what got no answer and ${since}`);
    for (const metric of ['checks', 'error_rate']) expect(lost(metric, 'pass')).toMatchObject(doubted);
    expect(lost('lost_writes', 'pass')).toEqual(result('lost_writes', 'fail'));
  });
});

describe('results under less load than was meant', () => {
  test.each<[ObjectiveVerdict, boolean]>([
    ['fail', true],
    ['not-evaluated', true],
    ['inconclusive', true],
    ['pass', false],
    ['warn', false],
  ])('that %s stand: %s', (verdict, stands) => {
    const one = result('response_time', verdict);
    expect(distrustPasses([one], 'too slow')).toEqual([stands ? one : { ...one, ...doubted }]);
  });
});
