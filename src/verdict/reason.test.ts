import { describe, expect, test } from 'vitest';
import type { Objective } from '../model/slo.ts';
import type { ObjectiveVerdict } from '../model/verdict.ts';
import { explain, explainWindows } from './reason.ts';
import type { WindowFinding } from './streak.ts';
import { objective } from './testing/slo-builder.ts';
import type { Measured } from './value.ts';

/** p95 of response_time, at most 100 ms, of 60 samples where 59 are needed. */
const told = (verdict: ObjectiveVerdict, measured: Partial<Measured>, asked: Partial<Objective> = {}) =>
  explain(objective(asked), null, verdict, { ...found(90), untimed: 0, unfinished: null, ...measured }, 59);
const found = (value: number, high = value) => ({ estimate: { value, low: value, high }, samples: 60 });

const ninety = 'p95 of response_time 90 ms against at most 100 ms';
const nothing = 'p95 of response_time is unknown';

describe('the reason of a verdict', () => {
  test.each<[string, string]>([
    [told('pass', {}), `${ninety}; 60 samples`],
    [told('pass', { samples: 59 }), `${ninety}; 59 samples`],
    [told('inconclusive', { samples: 58 }), `${ninety}; 58 of the 59 samples needed`],
    [told('fail', { samples: 58 }), `${ninety}; 58 of the 59 samples needed, and they prove it`],
    [told('warn', { samples: 58 }), `${ninety}; 58 of the 59 samples needed`],
    [told('inconclusive', { estimate: null, samples: 0 }), `${nothing}: there are no samples`],
    [told('inconclusive', { estimate: null, samples: 7 }), `${nothing}: 7 samples do not tell it`],
    [told('pass', { untimed: 3 }), `${ninety}; 60 samples`],
    [told('pass', {}, { outcome: 'any' }), `${ninety}; 60 samples`],
    [
      told('pass', { untimed: 3 }, { outcome: 'any' }),
      `${ninety}; 60 samples; 3 more had no time, such as refused connections`,
    ],
    [
      told('inconclusive', { unfinished: { count: 2, high: 200 } }),
      `${ninety}; 60 samples; 2 had not ended with the load, so it may be up to 200 ms`,
    ],
    [
      told('inconclusive', { unfinished: { count: 2, high: Infinity } }),
      `${ninety}; 60 samples; 2 had not ended with the load, so it may be any value`,
    ],
  ])('%s', (sentence, expected) => {
    expect(sentence).toBe(expected);
  });

  const worse = /; it may be up to \d+ ms, and the worse side counts; /;
  test.each<[string, string, boolean]>([
    ['a limit missed within the interval', told('fail', found(99, 101)), true],
    ['one at its middle', told('fail', found(100, 101)), true],
    ['a warning', told('warn', found(99, 101)), true],
    ['a limit just needed samples for', told('fail', { ...found(99, 101), samples: 59 }), true],
    ['what passes', told('pass', found(99, 101)), false],
    ['what is missed anyway', told('fail', found(100.5, 101)), false],
    ['an interval that ends with the limit', told('fail', found(99, 100)), false],
    ['what few samples prove', told('fail', { ...found(99, 101), samples: 58 }), false],
  ])('tells the worse side of %s', (_what, sentence, isTold) => {
    expect(worse.test(sentence)).toBe(isTold);
  });
});

describe('the reason of a verdict by windows', () => {
  const finding: WindowFinding = {
    ...{ holding: 'missed', value: { value: 300, low: 300, high: 300 }, count: 10, unknown: 0, bad: 2 },
    breaches: { firstMs: 4000, longestMs: 2000, totalMs: 2000 },
  };
  const sustained = { kind: 'sustained', lengthMs: 2000 } as const;
  const rolling = { kind: 'rolling', lengthMs: 2000, allowed: 0 } as const;
  const by = (window: typeof sustained | typeof rolling, more: Partial<WindowFinding>, samples = 60, minSamples = 20) =>
    explainWindows(objective(), null, 'fail', window, { ...finding, ...more }, samples, minSamples);
  const missed = 'p95 of response_time 300 ms against at most 100 ms';
  const none = { breaches: { firstMs: null, longestMs: 0, totalMs: 0 }, bad: 0 };

  test.each<[string, string]>([
    [by(sustained, {}), `${missed} all through 2 s; first missed at 4 s, for 2 s at a stretch; 60 samples`],
    [by(sustained, none), `${missed} all through 2 s; 60 samples`],
    [
      by(rolling, { breaches: { firstMs: 4000, longestMs: 2000, totalMs: 3000 } }),
      `${missed} in windows of 2 s; 2 of 10 windows missed it; first missed at 4 s, for 2 s at a stretch, 3 s in all; 60 samples`,
    ],
    [by(rolling, none), `${missed} in windows of 2 s; 60 samples`],
    [
      by(rolling, { ...none, unknown: 1 }),
      `${missed} in windows of 2 s; 1 of 10 stretches had fewer than the 20 samples needed; 60 samples`,
    ],
    [
      by(rolling, { ...none, unknown: 1 }, 60, 1),
      `${missed} in windows of 2 s; 1 of 10 stretches had no sample; 60 samples`,
    ],
    [by(rolling, { ...none, value: null }), `${nothing}: no stretch of 2 s is known; 60 samples`],
    [by(rolling, { ...none, value: null }, 0), `${nothing}: there are no samples; 0 samples`],
  ])('%s', (sentence, expected) => {
    expect(sentence).toBe(expected);
  });
});
