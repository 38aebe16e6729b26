import { describe, expect, it } from 'vitest';
import { breakpoint, rate, users, type Profile } from '../define/profile.ts';
import { renderError } from '../diagnostic/render.ts';
import type { LoadOverrides } from './check-overrides.ts';
import { checkProfile } from './check-profile.ts';
import { Problems } from './problems.ts';

function check(value: unknown, overrides: LoadOverrides = {}) {
  const problems = new Problems();
  const checked = checkProfile(value, 'mine', overrides, () => ({ file: '/p/load.ts', line: 5 }), problems);
  let text = '';
  try {
    problems.throwIfAny();
  } catch (error) {
    text = renderError(error, '/p');
  }
  return { planned: checked?.planned, text };
}

/** `[ms, level]` of each point. */
const points = (value: unknown, overrides?: LoadOverrides) =>
  check(value, overrides).planned?.curve.map(({ atMs, level }) => [atMs, level]);

const bad = (fields: object): Profile => ({ ...users(10, { for: '1m' }), ...fields });
const spike = users(
  [
    { at: 10, for: '2m' },
    { at: 500, for: '1m' },
    { to: 10, over: '30s' },
  ],
  { warmUp: '10s' },
);

describe('a profile', () => {
  it('of one level is a line, after its ramp-up', () => {
    expect(points(users(10, { for: '1m' }))).toEqual([
      [0, 10],
      [60_000, 10],
    ]);
    expect(points(rate(2.5, { for: '1m', rampUp: '10s' }))).toEqual([
      [0, 0],
      [10_000, 2.5],
      [60_000, 2.5],
    ]);
  });

  it('of stages goes from level to level, at once or in a line', () => {
    expect(points(spike)).toEqual([
      [0, 10],
      [120_000, 10],
      [120_000, 500],
      [180_000, 500],
      [210_000, 10],
    ]);
  });

  it('needs as many users as its highest level, and an open one may leave it open', () => {
    expect(check(spike).planned?.maxUsers).toBe(500);
    expect(check(rate(5, { for: '1m' })).planned?.maxUsers).toBeNull();
    expect(check(rate(5, { for: '1m', maxUsers: 7 })).planned?.maxUsers).toBe(7);
  });

  it('warms up while it ramps up, unless it says otherwise', () => {
    expect(check(users(10, { for: '1m', rampUp: '5s' })).planned?.warmUpMs).toBe(5000);
    expect(check(users(10, { for: '1m', rampUp: '5s', warmUp: '0s' })).planned?.warmUpMs).toBe(0);
    expect(check(spike).planned?.warmUpMs).toBe(10_000);
  });

  it.each([
    ['nobody', users(0, { for: '1m' }), 'there is no load at all'],
    ['less than nobody', users(-3, { for: '1m' }), 'level is -3: expected 0 or more'],
    ['half a user', users(3.5, { for: '1m' }), 'expected a whole number of users'],
    ['a stage with half a user', users([{ at: 0.5, for: '1m' }]), 'expected a whole number of users'],
    ['too many users', users(50_001, { for: '1m' }), 'expected at most 50000 users'],
    ['endless users', users(Infinity, { for: '1m' }), 'expected a number'],
    ['no number', users(NaN, { for: '1m' }), 'expected a number'],
    ['a rate beyond all', rate(1e7, { for: '1m' }), 'level is 10000000: expected at most 1000000'],
    ['no length', bad({ for: undefined }), 'for is missing'],
    ['a length of 0', users(10, { for: '0s' }), 'for is "0s": must be above 0'],
    ['a length below 0', users(10, { for: '-5s' }), 'for is "-5s": expected a duration'],
    ['a length without a unit', users(10, { for: '10' as '10s' }), 'expected a duration'],
    ['a length that k6 cannot run', users(10, { for: '900ms' }), 'k6 cannot run for less than 1 s'],
    ['more than a day', users(10, { for: '25h' }), 'must be at most 24h'],
    [
      'stages of more than a day',
      users([
        { at: 1, for: '24h' },
        { at: 2, for: '1s' },
      ]),
      'no run may last for more than 24h',
    ],
    ['no stages', users([]), 'expected at least one stage'],
    [
      'stages without a length',
      users([
        { at: 5, for: '0s' },
        { to: 9, over: '0s' },
      ]),
      'the load lasts for 0 ms',
    ],
    ['stages at nobody', users([{ at: 0, for: '1m' }]), 'there is no load at all'],
    ['a stage below nobody', users([{ at: -1, for: '1m' }]), 'stages.0.at is -1: expected 0 or more'],
    ['a stage that is no stage', users([{ at: 5 } as never]), 'expected { at: level, for:'],
    [
      'a ramp-up as long as the load',
      users(10, { for: '1m', rampUp: '60s' }),
      'rampUp 60 s is not shorter than the load, 60 s',
    ],
    [
      'a warm-up longer than the load',
      users(10, { for: '1m', warmUp: '61s' }),
      'warmUp 61 s is not shorter than the load, 60 s',
    ],
    ['a level and stages', bad({ stages: [{ at: 1, for: '1m' }] }), 'level does not go with stages'],
    ['neither level nor stages', bad({ level: undefined }), 'it has neither a level nor stages'],
    ['maxUsers of a closed profile', bad({ maxUsers: 5 }), 'maxUsers is for open profiles'],
    ['no maxUsers at all', rate(5, { for: '1m', maxUsers: 0 }), 'maxUsers is 0: expected at least 1'],
    ['half of maxUsers', rate(5, { for: '1m', maxUsers: 1.5 }), 'maxUsers is 1.5: expected a whole number'],
    ['an unknown field', bad({ rampup: '5s' }), 'did you mean "rampUp"?'],
    ['thinks the wrong way round', bad({ think: ['3s', '1s'] }), 'the range begins above its end'],
    ['no profile', 5, 'expected'],
  ])('with %s is refused, with its place', (_, value, words) => {
    const { planned, text } = check(value);
    expect(planned).toBeUndefined();
    expect(text).toContain(words);
    expect(text).toContain('load.ts:5');
  });
});

describe('overrides', () => {
  it('change level, length and ramp-up of one level', () => {
    const one = users(30, { for: '75s', rampUp: '3s', warmUp: '4s' });
    expect(points(one, { users: 5, runTime: 20_000 })).toEqual([
      [0, 0],
      [3000, 5],
      [20_000, 5],
    ]);
    const { planned } = check(one, { spawnRate: 3 });
    expect(planned?.curve[1]).toEqual({ atMs: 10_000, level: 30 });
    // Users that are still coming are no steady state.
    expect(planned?.warmUpMs).toBe(10_000);
    expect(points(rate(5, { for: '1m' }), { rate: 7.5 })?.at(-1)).toEqual([60_000, 7.5]);
  });

  it('keep the shape of stages', () => {
    expect(points(spike, { users: 50, runTime: 21_000 })).toEqual([
      [0, 1],
      [12_000, 1],
      [12_000, 50],
      [18_000, 50],
      [21_000, 1],
    ]);
    expect(check(spike, { runTime: 21_000 }).planned?.warmUpMs).toBe(1000);
    const open = rate([
      { at: 1, for: '10s' },
      { at: 4, for: '10s' },
    ]);
    expect(points(open, { rate: 2 })?.map(([, level]) => level)).toEqual([0.5, 0.5, 2, 2]);
  });

  it('give a few of many users at least one', () => {
    expect(points(spike, { users: 20 })?.[0]).toEqual([0, 1]);
  });

  it('do not hide what is wrong with the profile', () => {
    expect(check(users([{ at: 3.5, for: '1m' }]), { runTime: 10_000 }).text).toContain('whole number of users');
    expect(check(users([{ at: 0, for: '1m' }]), { users: 10 }).text).toContain('there is no load at all');
  });

  it.each([
    ['--users 5', rate(5, { for: '1m' }), { users: 5 }, 'the profile "mine" is open: its load is a rate'],
    ['--rate 5', users(5, { for: '1m' }), { rate: 5 }, 'the profile "mine" is closed: its load is a number of users'],
    ['--spawn-rate 2', spike, { spawnRate: 2 }, 'has stages, which say how fast users come'],
    ['--spawn-rate 2', rate(5, { for: '1m' }), { spawnRate: 2 }, 'the profile "mine" is open'],
    ['--spawn-rate 2', breakpoint({ users: { from: 1, to: 9 }, over: '1m' }), { spawnRate: 2 }, 'has stages'],
  ])('%s that the profile cannot take is refused', (flag, value, overrides, words) => {
    const { planned, text } = check(value, overrides);
    expect(planned).toBeUndefined();
    expect(text).toContain(`${flag}: `);
    expect(text).toContain(words);
  });
});
