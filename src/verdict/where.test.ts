import { describe, expect, test } from 'vitest';
import type { Objective, Where } from '../model/slo.ts';
import { gatherEvidence } from './evidence.ts';
import { judgeObjective } from './objective.ts';
import { buildRecord, evenly } from './testing/record-builder.ts';
import { seriesOf } from './testing/series-builder.ts';
import { objective } from './testing/slo-builder.ts';
import { missingName, passes } from './where.ts';

const only = (...names: string[]) => ({ not: false, names });
const not = (...names: string[]) => ({ not: true, names });

test.each<[Where, Record<string, string>, boolean]>([
  [{}, { country: 'de' }, true],
  [{ country: only('de', 'fr') }, { country: 'fr' }, true],
  [{ country: only('de') }, { country: 'fr' }, false],
  [{ country: only('de') }, {}, false],
  [{ country: not('de') }, {}, true],
  [{ country: not('de') }, { country: 'de' }, false],
  [{ country: only('de'), step: only('pay') }, { country: 'de', step: 'pay' }, true],
  [{ country: only('de'), step: only('pay') }, { country: 'de', step: 'look' }, false],
  [{ status: only('5xx') }, { status: '503' }, true],
  [{ status: only('5xx', '404') }, { status: '404' }, true],
  [{ status: not('5xx') }, { status: '503' }, false],
  [{ status: only('5xx') }, { status: '0' }, false],
  [{ kind: only('5xx') }, { kind: '503' }, false],
])('%j lets %j through: %s', (where, tags, expected) => {
  expect(passes(tags, where)).toBe(expected);
});

test.each<[Where, string | null]>([
  [{ country: only('de') }, null],
  [{ country: only('dee') }, 'nothing has the country dee: did you mean "de"?'],
  [{ country: not('italy', 'spain') }, 'nothing has the country italy and spain; seen: de, fr'],
  [{ contry: only('de') }, 'no sample of it has a contry: did you mean "country"?'],
  [{ plan: only('free') }, 'no sample of it has a plan; seen: country, status'],
  [{ status: only('503') }, null],
])('%j among series of de and fr: %s', (where, sentence) => {
  const all = [{ status: '200', country: 'fr' }, { country: 'de' }];
  expect(missingName(where, all)?.sentence ?? null).toBe(sentence);
  expect(missingName(where, [])).toBeNull();
});

test('of many names only some are shown', () => {
  const all = Array.from({ length: 15 }, (_, i) => ({ shop: `s${String(i).padStart(2, '0')}` }));
  const told = missingName({ shop: only('elsewhere') }, all);
  const shown = all.slice(0, 12).map(({ shop }) => shop);
  expect(told).toEqual({
    sentence: `nothing has the shop elsewhere; seen: ${shown.join(', ')}, and 3 more`,
    isKey: false,
  });
  expect(missingName({ shop: only('elsewhere') }, all.slice(0, 12))?.sentence).toMatch(/, s11$/);
  expect(missingName({ shop: only('elsewhere') }, all, ['shop'])).toBeNull();
  expect(missingName({ city: only('Rome') }, [{}])).toEqual({ sentence: 'no sample of it has a city', isKey: true });
});

describe('an objective on a tag', () => {
  const record = buildRecord({
    requests: evenly(200, 0, 60_000),
    plain: true,
    series: [
      { ...seriesOf('queue', 'gauge', Array(40).fill(3), { country: 'de' }), id: 90 },
      { ...seriesOf('queue', 'gauge', Array(40).fill(9), { country: 'fr' }), id: 91 },
    ],
  });
  record.series.forEach((one) => one.type === 'http' && Object.assign(one.tags, { status: '200' }));
  const queue = { metric: 'queue', stat: 'max', own: { kind: 'gauge', unit: 'number' }, target: 5 } as const;
  const judged = (asked: Partial<Objective>) => judgeObjective(objective(asked), gatherEvidence(record));

  test('is about what has it', () => {
    expect(judged({ ...queue, where: { country: only('de') } })).toMatchObject({ verdict: 'pass', observed: 3 });
    expect(judged({ ...queue, where: { country: not('de') } })).toMatchObject({ verdict: 'fail', observed: 9 });
  });

  test('never passes for a name that nothing has, and says which there are', () => {
    const typo = judged({ ...queue, where: { country: not('fra') } });
    expect(typo).toMatchObject({ verdict: 'fail' });
    const wrong = judged({ ...queue, target: 10, where: { country: not('fra') } });
    expect(wrong).toMatchObject({ verdict: 'inconclusive', reason: 'nothing has the country fra: did you mean "fr"?' });
  });

  test('without samples it is what onNoData says, but for a tag that is not there at all', () => {
    const none = { ...queue, where: { country: only('italy') } };
    expect(judged(none).verdict).toBe('inconclusive');
    expect(judged({ ...none, onNoData: 'fail' }).verdict).toBe('fail');
    const skipped = judged({ ...none, onNoData: { skip: 'nobody in Italy at night' } });
    expect(skipped).toMatchObject({
      verdict: 'not-evaluated',
      reason: 'nobody in Italy at night (nothing has the country italy; seen: de, fr)',
    });
    const typo = { ...queue, where: { contry: only('italy') }, onNoData: { skip: 'at night' } } as const;
    expect(judged(typo).verdict).toBe('inconclusive');
  });

  test('a status that no answer had was counted: none', () => {
    const failures = { metric: 'throughput', stat: 'count', atMost: true, target: 0 } as const;
    expect(judged({ ...failures, where: { status: only('5xx') } })).toMatchObject({
      ...{ verdict: 'pass', observed: 0, samples: 200, where: { status: only('5xx') } },
      reason: 'count of throughput with status 5xx 0 against at most 0; 200 samples',
    });
    expect(judged({ ...failures, where: { status: only('2xx') } })).toMatchObject({ verdict: 'fail', observed: 200 });
    const elsewhere = judged({ ...failures, where: { status: only('5xx') }, during: ['cooldown'] });
    expect(elsewhere, 'of nothing there are no statuses').toMatchObject({ verdict: 'inconclusive', observed: null });
    const share = judged({ metric: 'error_rate', stat: null, target: 0, where: { status: only('5xx') } });
    expect(share, 'nor is a share of nothing known').toMatchObject({ verdict: 'inconclusive', observed: null });
  });
});
