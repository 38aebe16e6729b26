import { describe, expect, test } from 'vitest';
import type { ObjectiveResult, ObjectiveVerdict } from '../model/verdict.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { withSeverity, worstFirst } from './severity.ts';
import { buildRecord } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

const result = judgeObjective(objective(), gatherEvidence(buildRecord({})));
const with_ = (more: Partial<ObjectiveResult>): ObjectiveResult => ({ ...result, reason: 'p95 is 3', ...more });

describe('the severity of an objective', () => {
  test.each<[ObjectiveVerdict, ObjectiveVerdict]>([
    ['pass', 'pass'],
    ['warn', 'warn'],
    ['fail', 'warn'],
    ['inconclusive', 'inconclusive'],
    ['not-evaluated', 'not-evaluated'],
  ])('warn: %s becomes %s', (verdict, becomes) => {
    const one = with_({ verdict });
    expect(withSeverity(one, 'warn')).toEqual({ ...one, verdict: becomes });
  });

  test.each<[ObjectiveVerdict, string]>([
    ['pass', 'holds: p95 is 3'],
    ['warn', 'missed: p95 is 3'],
    ['fail', 'missed: p95 is 3'],
    ['inconclusive', 'unknown: p95 is 3'],
  ])('info: %s is only told', (verdict, reason) => {
    expect(withSeverity(with_({ verdict }), 'info')).toMatchObject({ verdict: 'info', reason });
  });

  test('fail changes nothing, and is what is meant; neither does anything change what is told or not evaluated', () => {
    const failed = with_({ verdict: 'fail' });
    expect([withSeverity(failed), withSeverity(failed, 'fail')]).toEqual([failed, failed]);
    const absent = with_({ verdict: 'not-evaluated' });
    expect(withSeverity(absent, 'info')).toEqual(absent);
    const told = with_({ verdict: 'info' });
    expect(withSeverity(told, 'info')).toEqual(told);
  });
});

test('the worst is what is furthest beyond its limit, from whichever side', () => {
  const named = (name: string, more: Partial<ObjectiveResult>) => with_({ name, target: 100, ...more });
  const order = worstFirst([
    named('kept', { observed: 50, verdict: 'pass' }),
    named('no data', { observed: null, verdict: 'inconclusive' }),
    named('twice', { observed: 200, verdict: 'fail' }),
    named('a fifth of the least', { observed: 20, atMost: false, verdict: 'fail' }),
    named('beyond critical', { observed: 900, critical: 300, verdict: 'fail' }),
    named('beyond target', { observed: 250, critical: 300, verdict: 'warn' }),
    named('never', { observed: null, censored: true, verdict: 'fail' }),
    named('none allowed', { observed: 1, target: 0, verdict: 'fail' }),
  ]);
  expect(order.map(({ name }) => name)).toEqual([
    'never',
    'none allowed',
    'a fifth of the least',
    'beyond critical',
    'beyond target',
    'twice',
    'kept',
    'no data',
  ]);
});
