import { expect, test } from 'vitest';
import type { Objective } from '../model/slo.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';
import { seriesOf } from './testing/series-builder.ts';

const counter = { kind: 'counter', unit: 'number' } as const;
const retries = { metric: 'retries', own: counter, where: {} };
const requests = { metric: 'throughput', where: {} };
const failed = { metric: 'throughput', where: { status: { not: false, names: ['5xx'] } } };

const record = buildRecord({
  requests: evenly(400, 0, 60_000),
  metrics: { retries: counter },
  series: [
    { ...seriesOf('retries', 'counter', Array(50).fill(2)), id: 90 },
    {
      ...buildRecord({ requests: evenly(8, 0, 60_000, { failed: true }) }).series[0]!,
      id: 91,
      tags: { status: '503' },
    },
  ],
});
const evidence = gatherEvidence(record);
const judged = (more: Partial<Objective>) =>
  judgeObjective(objective({ metric: 'ratio', stat: null, ...more }), evidence);

test.each<[Objective['ratio'], number, number, string]>([
  [{ of: retries, per: requests, unit: 'number' }, 0.3, 100 / 408, 'pass'],
  [{ of: retries, per: requests, unit: 'number' }, 0.2, 100 / 408, 'fail'],
  [{ of: failed, per: requests, unit: 'share' }, 0.02, 8 / 408, 'pass'],
  [{ of: failed, per: requests, unit: 'share' }, 0.019, 8 / 408, 'fail'],
  [{ of: requests, per: retries, unit: 'number' }, 5, 4.08, 'pass'],
])('%j of at most %d is %d: %s', (ratio, target, observed, verdict) => {
  expect(judged({ ratio, target })).toMatchObject({ verdict, observed });
});

test('none of what is counted is nothing of it; nothing to count it for is unknown', () => {
  const none = { metric: 'throughput', where: { status: { not: false, names: ['404'] } } };
  expect(judged({ ratio: { of: none, per: requests, unit: 'share' }, target: 0.01 })).toMatchObject({
    ...{
      verdict: 'pass',
      observed: 0,
      samples: 408,
      unit: 'share',
      metric: 'throughput with status 404 per throughput',
    },
  });
  expect(judged({ ratio: { of: requests, per: none, unit: 'number' }, target: 1 }).verdict).toBe('inconclusive');
});

test.each([
  { of: { metric: 'ws_sessions', where: {} }, per: requests, unit: 'number' as const },
  { of: requests, per: { metric: 'ws_sessions', where: {} }, unit: 'number' as const },
])('of what nobody counts nothing is known', (ratio) => {
  const { verdict, reason } = judged({ ratio, target: 5 });
  expect([verdict, reason]).toEqual(['inconclusive', 'there is no ws_sessions in this run']);
});

test('a name in its filters that nothing has is told', () => {
  const typo = { metric: 'throughput', where: { staus: { not: false, names: ['5xx'] } } };
  const { verdict, reason } = judged({ ratio: { of: typo, per: requests, unit: 'share' }, target: 0.01 });
  expect([verdict, reason]).toEqual(['inconclusive', 'no sample of it has a staus: did you mean "status"?']);
});

test('by windows', () => {
  const asked = { ratio: { of: retries, per: requests, unit: 'number' }, target: 0.3 } as const;
  const window = { kind: 'sustained', lengthMs: 20_000 } as const;
  expect(judged({ ...asked, window })).toMatchObject({ verdict: 'pass' });
  expect(judged({ ...asked, window, target: 0.2 })).toMatchObject({ verdict: 'fail', breaches: { firstMs: 0 } });
});
