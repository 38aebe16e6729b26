import { describe, expect, it } from 'vitest';
import { defineJourney } from '../define/journey.ts';
import { lognormal } from '../define/think.ts';
import { rate, users, type Profile } from '../define/profile.ts';
import type { ProofloadError } from '../diagnostic/error.ts';
import type { WrittenOverrides } from './request.ts';
import { checkOverrides } from './check-overrides.ts';
import { checkScenario } from './check-scenario.ts';
import { Problems } from './problems.ts';

const journey = defineJourney({ name: 'visit', steps: ['page', 'form'], think: ['1s', '2s'], run: () => undefined });
const minute = { for: '1m' } as const;

interface Asked extends WrittenOverrides {
  readonly profile?: string;
}

function check(fields: object, { profile, ...written }: Asked = {}, file = '/p/shop.ts') {
  const problems = new Problems();
  const value = { proofload: 'scenario', definedAt: '', target: {}, journeys: [journey], ...fields };
  const overrides = checkOverrides(written, problems);
  const scenario = checkScenario(value, file, { profile: profile ?? null, overrides }, problems);
  try {
    problems.throwIfAny();
    return { scenario, problems: [] };
  } catch (error) {
    return { scenario, problems: (error as ProofloadError).problems };
  }
}

const several = { profiles: { few: users(2, minute), many: users(20, minute) } };

describe('the profile of a run', () => {
  it.each([
    ['the only one, called as the file is', { profile: users(3, minute) }, {}, 'shop', 3],
    ['the first of several', several, {}, 'few', 2],
    ['the one that is asked for', several, { profile: 'many' }, 'many', 20],
    ['a general one', several, { profile: 'peak' }, 'peak', 2000],
    ['its own rather than a general one', { profiles: { peak: users(7, minute) } }, { profile: 'peak' }, 'peak', 7],
    ['the one with what the flags change', several, { profile: 'many', users: '4' }, 'many', 4],
    ['the one with what is set', several, { set: ['profile.level=5'] }, 'few', 5],
    ['the one with what is set by its name', several, { set: ['profiles.few.level=6'] }, 'few', 6],
  ])('is %s', (_, fields, asked: Asked, name, maxUsers) => {
    const { scenario, problems } = check(fields, asked);
    expect(problems).toEqual([]);
    expect(scenario?.profile).toMatchObject({ name, maxUsers });
  });

  it.each([
    ['unknown', several, { profile: 'meny' }, 'there is no profile "meny"', 'did you mean "many"?'],
    [
      'another than the one that is set',
      several,
      { set: ['profiles.many.level=6'] },
      'this run takes the profile "few"',
      '--profile many takes that one',
    ],
    ['missing', {}, {}, 'scenario: it has no profile', undefined],
    ['one of none', { profiles: {} }, {}, 'scenario: it has no profile', undefined],
    ['given twice', { ...several, profile: users(1, minute) }, {}, 'it has both profile and profiles', undefined],
    [
      'right, but another is wrong',
      { profiles: { a: users(1, minute), b: users(-1, minute) } },
      {},
      'level is -1',
      undefined,
    ],
  ])('that is %s is told', (_, fields, asked: Asked, message, hint) => {
    const { scenario, problems } = check(fields, asked);
    expect(scenario).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining(message) as string })]);
    if (hint !== undefined) expect(problems[0]?.hint).toBe(hint);
  });

  it.each(['load test.ts', 'load.v2.ts', '買い物.ts'])('cannot be called as the file %s is', (file) => {
    const { problems } = check({ profile: users(1, minute) }, {}, `/p/${file}`);
    expect(problems).toMatchObject([
      { place: { file: `/p/${file}` }, hint: expect.stringContaining('rename') as string },
    ]);
    expect(check(several, {}, `/p/${file}`).problems).toEqual([]);
  });
});

describe('as many users as an open profile keeps busy', () => {
  const maxUsers = (profile: Profile, journeys: readonly unknown[] = [journey]) =>
    check({ profile, journeys }).scenario?.profile.maxUsers;

  it('come from its highest rate, the thinks of a pass and 2 s of waiting', () => {
    expect(maxUsers(rate(10, minute))).toBe(50);
    expect(
      maxUsers(
        rate([
          { at: 1, for: '1m' },
          { to: 4, over: '1m' },
        ]),
      ),
    ).toBe(20);
    expect(maxUsers(rate(10, { ...minute, think: '0s' }))).toBe(20);
    expect(maxUsers(rate(0.1, minute))).toBe(1);
  });

  it('are the mean over the journeys, by weight', () => {
    const idle = { ...journey, name: 'idle', think: '0s' };
    expect(
      maxUsers(rate(10, minute), [
        { journey, weight: 1 },
        { journey: idle, weight: 2 },
      ]),
    ).toBe(30);
  });

  it('are what the profile says', () => {
    expect(maxUsers(rate(10, { ...minute, maxUsers: 3 }))).toBe(3);
  });

  it('are refused when k6 cannot have so many', () => {
    expect(check({ profile: rate(20_000, minute) }).problems).toEqual([
      expect.objectContaining({
        message: 'profile: 20000 arrivals a second keep 100000 users busy, and there can be 50000',
      }),
    ]);
  });
});

describe('journeys', () => {
  const told = (part: object, profile: Profile = users(1, minute)) =>
    check({ profile, journeys: [part] }).problems.map(({ message }) => message);

  it.each([0, -1, NaN, Infinity, '2'])('of weight %s are refused', (weight) => {
    expect(told({ journey, weight })).toEqual([expect.stringContaining('expected a number above 0')]);
  });

  it('whose users think for longer than the load lasts are refused', () => {
    const words = ['journey "visit": users think for 60 s after a step, and the load lasts for 60 s'];
    expect(told({ ...journey, think: '1m' })).toEqual(words);
    expect(told({ ...journey, think: lognormal({ median: '1m', p95: '2m' }) })).toEqual(words);
    expect(told(journey, users(1, { ...minute, think: '1m' }))).toEqual(words);
    expect(told({ ...journey, think: ['1s', '2m'] })).toEqual([]);
  });

  it('are changed by --set, which is the place of what is wrong with it', () => {
    const think = (set: string) => check(several, { set: [set] });
    expect(think('journeys.0.think=3s').scenario?.journeys[0]?.think).toEqual({
      kind: 'uniform',
      fromMs: 3000,
      toMs: 3000,
    });
    expect(think('journeys.0.think=3').problems).toEqual([
      expect.objectContaining({ place: { file: '--set journeys.0.think=3' } }),
    ]);
  });
});
