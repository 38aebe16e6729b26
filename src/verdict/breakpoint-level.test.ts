import { describe, expect, it } from 'vitest';
import type { PlannedProfile } from '../model/plan.ts';
import { limitedLoad, unlimitedLoad, type LoadWindow } from './breakpoint-level.ts';
import { buildRecord, type RawRun } from './testing/record-builder.ts';
import { objective } from './testing/slo-builder.ts';

/** From 0 to 60 in 60 s: at second n the level is n. */
const rise = [
  { atMs: 0, level: 0 },
  { atMs: 60_000, level: 60 },
];
const profileOf = (load: RawRun['load'] = {}): PlannedProfile =>
  buildRecord({ load: { curve: rise, breakpoint: { sustainedMs: 10_000, of: null }, ...load } }).manifest.plan.profile;

const holdings = { h: 'holds', m: 'missed', u: 'unknown' } as const;
/** Windows of 2 s, a second apart, by a letter each: the one at second n has the level n + 1. */
const windowsOf = (letters: string): LoadWindow[] =>
  Array.from(letters, (letter, second) => ({
    fromMs: second * 1000,
    toMs: second * 1000 + 2000,
    holdings: [holdings[letter as keyof typeof holdings]],
  }));

const finding = {
  target: 'missed' as const,
  ...{ critical: null, samples: 100, untimed: 0, unfinished: null },
  estimate: { value: 800, low: 790, high: 810 },
};
/** @param at the window in which the failure was first seen, by what ended in it */
const limited = (letters: string, at: number, asked = objective(), load: RawRun['load'] = {}) => {
  const first = windowsOf(letters)[at]!;
  const steps = asked.where['step']?.names ?? null;
  const miss = { objective: asked, index: 0, first, finding, provenMs: 0, steps };
  return limitedLoad(windowsOf(letters), profileOf(load), miss);
};

describe('the load at which a failure began', () => {
  it.each([
    ['where it was seen', 'hhhmm', 3, { passedLevel: 3, failedLevel: 4 }],
    ['before, where what hung began', 'hhmmm', 3, { passedLevel: 2, failedLevel: 3 }],
    ['after the last window before that holds', 'mhmm', 3, { passedLevel: 2, failedLevel: 3 }],
    ['not later than where it was seen', 'hummh', 1, { passedLevel: 1, failedLevel: 2 }],
    ['whatever holds later', 'hmmh', 2, { passedLevel: 1, failedLevel: 2 }],
    ['where it was seen, if nothing that began misses', 'huhu', 1, { passedLevel: 1, failedLevel: 2 }],
  ])('lies %s', (_, letters, at, expected) => {
    expect(limited(letters, at, objective(), { model: 'open' })).toMatchObject(expected);
  });

  it('has no load below where nothing passed', () => {
    expect(limited('umm', 1)).toMatchObject({ passedLevel: null, failedLevel: 2, atMs: 1000 });
  });

  it('names the steps once, and what else is asked for', () => {
    const where = { step: { not: false, names: ['checkout'] }, status: { not: false, names: ['200'] } };
    expect(limited('hm', 1, objective({ where })).reason).toBe(
      'p95 of response_time of checkout with status 200 810 ms against at most 100 ms from 2 users on',
    );
  });

  it('is told by the worse side of a value', () => {
    const least = objective({ metric: 'throughput', target: 900 });
    expect(limited('hm', 1, least).reason).toBe('throughput 790 /s against at least 900 /s from 2 users on');
  });

  it('may be the very rate that passed before, which users may not', () => {
    const flat = [
      { atMs: 0, level: 10 },
      { atMs: 60_000, level: 10 },
    ];
    expect(limited('hm', 1, objective(), { curve: flat, model: 'open' })).toMatchObject({ passedLevel: 10 });
    expect(limited('hm', 1, objective(), { curve: flat })).toMatchObject({ passedLevel: null, failedLevel: 10 });
  });
});

describe('a load that never failed for long enough', () => {
  const unlimited = (letters: string, endMs: number) => unlimitedLoad(windowsOf(letters), profileOf(), endMs);

  it('has reached its top when it lacks a second of its end at the most', () => {
    expect(unlimited('hhh', 59_000)).toMatchObject({ passedLevel: 60, reason: 'no limit found up to 60 users' });
    expect(unlimited('hhh', 58_999)).toMatchObject({ passedLevel: 58, reason: 'no limit found up to 58 users' });
  });

  it('is judged by the windows that had ended', () => {
    expect(unlimited('hhhm', 4000)).toMatchObject({ passedLevel: 4, reason: 'no limit found up to 4 users' });
    expect(unlimited('hhhm', 5000)).toMatchObject({
      passedLevel: 3,
      reason: 'no failure up to 5 users was sustained; 3 users is the highest shown to pass',
    });
  });

  it.each(['', 'uu', 'mm'])('has shown nothing by windows like "%s"', (letters) => {
    expect(unlimited(letters, 10_000)).toEqual({
      passedLevel: null,
      failedLevel: null,
      atMs: null,
      objective: null,
      reason: 'nothing shows that any load up to 10 users passes',
    });
  });
});
