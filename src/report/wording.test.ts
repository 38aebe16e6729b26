import { describe, expect, it } from 'vitest';
import { aFault, anObjective, failed, invalid, passed, unclean } from '../../tests/browser/sample-verdicts.ts';
import {
  criticalOf,
  doubts,
  limitOf,
  lookOf,
  marginOf,
  measuredAgainstLimit,
  observedOf,
  otherReasons,
  sentenceAfterWord,
  stepsOf,
  whatOf,
} from './wording.ts';

describe('what was observed', () => {
  it('has its error only where that reaches a limit', () => {
    expect(observedOf(anObjective({ observed: 412, observedLow: 408, observedHigh: 416 }))).toBe('412 ms');
    expect(observedOf(anObjective({ observed: 496, observedLow: 491, observedHigh: 501 }))).toBe('496 ± 5 ms');
    expect(observedOf(anObjective({ observed: 1000.2, observedLow: 989, observedHigh: 1011, target: 1000 }))).toBe(
      '1.0002 s ± 11 ms',
    );
  });

  it('is a lower bound when the run ended first', () => {
    expect(observedOf(anObjective({ observed: 5000, observedLow: null, observedHigh: null, censored: true }))).toBe(
      '> 5 s',
    );
  });

  it('never looks like the limit that it missed', () => {
    expect(observedOf(anObjective({ observed: 500.3, observedLow: null, observedHigh: null }))).toBe('500.3 ms');
  });

  it('is an interval where the worse end was taken', () => {
    expect(observedOf(anObjective({ observed: 3000, observedLow: 2800, observedHigh: 3000, target: 2900 }))).toBe(
      '2.8 s to 3 s',
    );
  });

  it('is said to be missing where it is, and is not expected where nothing was evaluated', () => {
    expect(observedOf(anObjective({ observed: null, verdict: 'inconclusive' }))).toBe('no data');
    expect(observedOf(anObjective({ observed: null, verdict: 'fail', kind: 'recovery' }))).toBe('not seen');
    expect(observedOf(anObjective({ observed: null, verdict: 'not-evaluated' }))).toBe('–');
  });
});

describe('the margin', () => {
  it.each([
    ['inside a limit', { observed: 412 }, '+18 %'],
    ['beyond a limit', { observed: 642 }, '−28 %'],
    ['just beyond a limit', { observed: 500.1 }, '−0.1 %'],
    ['on the limit', { observed: 500 }, '0'],
    ['far beyond', { observed: 60_000 }, '< −999 %'],
    ['at least', { observed: 74.8, target: 60, unit: '/s', atMost: false }, '+25 %'],
    ['shares in points', { observed: 0.0027, target: 0.01, unit: 'share' }, '+0.73 pt'],
    ['a limit of nothing', { observed: 0.5, target: 0, unit: 'share' }, '−50 pt'],
    ['censored', { observed: 5000, target: 3000, censored: true }, '< −67 %'],
    ['no data', { observed: null }, '–'],
  ] as const)('%s', (_, changes, expected) => expect(marginOf(anObjective(changes))).toBe(expected));
});

describe('a measurement against its limit', () => {
  it('names the statistic, the phase and the samples', () => {
    expect(
      measuredAgainstLimit(anObjective({ verdict: 'fail', observed: 642, observedLow: 635, observedHigh: 649 })),
    ).toBe('p95 642 ms, limit at most 500 ms (steady, 12310 samples)');
  });

  it('names the critical limit where that one decided', () => {
    const missed = { observed: 642, observedLow: null, observedHigh: null, critical: 600 };
    expect(measuredAgainstLimit(anObjective({ ...missed, verdict: 'fail' }))).toContain('limit at most 600 ms');
    expect(measuredAgainstLimit(anObjective({ ...missed, verdict: 'warn', observed: 550 }))).toContain(
      'limit at most 500 ms',
    );
  });

  it('names no number where the limit is a multiple of one that is not known', () => {
    const relative = { target: 3, critical: null, steady: null };
    expect(measuredAgainstLimit(anObjective({ target: 0, relative, verdict: 'inconclusive' }))).toBe(
      'p95 412 ms, limit ≤ 3x steady (steady, 12310 samples)',
    );
  });
});

describe('the sentence', () => {
  it('does not repeat the word that stands beside it', () => {
    const after = (sentence: string) => sentenceAfterWord({ ...passed, sentence });
    expect(after('Fails: in steady state, errors')).toBe('In steady state, errors');
    expect(after('Invalid: k6 was killed. Fails: after x')).toBe('k6 was killed. Fails: after x');
    expect(after('Interrupted by Ctrl-C')).toBe('Interrupted by Ctrl-C');
    expect(after('Fails often')).toBe('Fails often');
  });

  it('of a pass with an exit code that is not 0 is not shown as a pass', () => {
    expect(lookOf(passed)).toMatchObject({ kind: 'pass', mark: '✓' });
    expect(lookOf(unclean)).toEqual({
      kind: 'warn',
      mark: '!',
      word: 'pass, but exit code 6',
      done: 'Passed, but exit code 6',
    });
    expect(lookOf(failed)).toMatchObject({ kind: 'fail', done: 'Failed' });
  });
});

describe('reasons', () => {
  it('that objectives tell already are not told twice, and make no run doubtful', () => {
    expect(otherReasons(failed)).toEqual([]);
    expect(doubts(failed)).toEqual([]);
  });

  it('of the run itself are told', () => {
    expect(doubts(invalid)).toEqual([
      'k6 dropped 214 iterations: the machine was too slow to keep the load up',
      'the stream of the recorder ended 3 s before the load did',
    ]);
    expect(
      otherReasons({ ...passed, reasons: [{ exitCode: 6, text: 'a toxic is left' }], faults: [aFault({})] }),
    ).toHaveLength(1);
  });
});

describe('what an objective asks', () => {
  const rolling = { kind: 'rolling', lengthMs: 90_000, allowed: 0.02 } as const;
  const budget = { spent: 0.5, burn: 2, atMs: 9000, burnLimit: 10, windowMs: 6000 };
  it('says how its phases are looked at, and what is left of its budget', () => {
    expect(whatOf(anObjective({ window: rolling }))).toBe('p95 response time, rolling 1 min 30 s');
    expect(whatOf(anObjective({ budget }))).toBe('p95 response time, 50 % of its budget');
    expect(whatOf(anObjective({ budget: { ...budget, spent: null } }))).toBe('p95 response time');
  });

  it('says which samples it is about', () => {
    const where = { status: { not: false, names: ['5xx'] }, country: { not: true, names: ['de', 'fr'] } };
    expect(stepsOf(anObjective({ where }))).toBe('checkout with status 5xx, country not de or fr');
    expect(stepsOf(anObjective({ steps: null, where: {} }))).toBe('all steps');
  });

  it('says what a multiple of steady state is, where it is known', () => {
    const relative = { target: 3, critical: 5, steady: 42 };
    const known = anObjective({ target: 126, critical: 210, relative });
    expect([limitOf(known), criticalOf(known), marginOf({ ...known, observed: 63 })]).toEqual([
      '≤ 3x steady (= 126 ms)',
      '≤ 5x steady (= 210 ms)',
      '+50 %',
    ]);
    const unknown = anObjective({ target: 0, relative: { ...relative, steady: null } });
    expect([limitOf(unknown), marginOf(unknown)]).toEqual(['≤ 3x steady', '–']);
  });
});
