import { describe, expect, test } from 'vitest';
import type { Objective } from '../model/slo.ts';
import { judge } from './judge.ts';
import { buildRecord, evenly, type RawRun } from './testing/record-builder.ts';
import { objective, sloOf } from './testing/slo-builder.ts';

const requests = evenly(300, 0, 60_000, { tookMs: 50 });
const named = (name: string, more: Partial<Objective>) => objective({ name, ...more });
const sentenceOf = (objectives: readonly Objective[], ending: RawRun['ending'] = {}) =>
  judge(buildRecord({ requests, ending }), sloOf(...objectives)).sentence;

const pass = objective();
const both = (more: Partial<Objective>) => [named('first', more), named('second', more)];

describe('the sentence names the first of many', () => {
  test.each<[string, Objective[], RawRun['ending'], string]>([
    [
      'failures',
      both({ target: 40 }),
      {},
      'Fails: in steady state, p95 of response_time 50 ms against at most 40 ms (first)',
    ],
    [
      'warnings',
      both({ target: 40, critical: 60 }),
      {},
      'Warns: in steady state, p95 of response_time 50 ms against at most 40 ms (first)',
    ],
    [
      'doubts',
      both({ minSamples: 900 }),
      {},
      'Inconclusive: in steady state, p95 of response_time 50 ms against at most 100 ms; 300 of the 900 samples needed (first)',
    ],
    ['problems', [pass], { problems: ['one', 'two'] }, 'Invalid: one'],
    [
      'leavings',
      [pass],
      { left: ['a proxy', 'a lock'] },
      'Passes: the one objective holds. Cleanup is incomplete: a proxy',
    ],
  ])('%s', (_, objectives, ending, sentence) => {
    expect(sentenceOf(objectives, ending)).toBe(sentence);
  });

  test('of an invalid run what stands although it is', () => {
    const wrong = evenly(300, 0, 60_000, { tookMs: 50, checks: [false] });
    const checks = both({ metric: 'checks', stat: null, target: 0.9 });
    const { sentence } = judge(
      buildRecord({ requests: wrong, ending: { problems: ['one', 'two'] } }),
      sloOf(...checks),
    );
    expect(sentence).toBe('Invalid: one. Fails: in steady state, checks 0 % against at least 90 % (first)');
  });
});

test.each([
  ['budget', 'Inconclusive: ended after 33 s of 60 s: too fast'],
  ['require', 'Inconclusive: ended after 33 s of 60 s, before the first fault: too fast'],
  ['halt', 'Inconclusive: halted after 33 s of 60 s: too fast'],
  ['breakpoint', 'Passes: the one objective holds'],
] as const)('a load that was stopped by its %s', (stoppedBy, sentence) => {
  const ending = { loadMs: 33_000, k6Exit: 105, stoppedBy, stopReason: 'too fast' };
  expect(sentenceOf([pass], ending)).toBe(sentence);
  expect(sentenceOf([pass], { ...ending, stopReason: null })).toBe(sentence.replace('too fast', ''));
});

test('a run of which nothing is judged, only told, shows nothing', () => {
  expect(sentenceOf([named('told', { severity: 'info' })])).toBe('no objective was evaluated');
  expect(sentenceOf([named('told', { severity: 'info' }), pass])).toBe('Passes: the one objective holds');
});
