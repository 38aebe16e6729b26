import { describe, expect, it } from 'vitest';
import { Problems } from './problems.ts';
import { applySettings, parseSetting, placeWith, settingsOf, type Setting } from './setting.ts';

function settings(...texts: string[]): { all: Setting[]; problems: Problems } {
  const problems = new Problems();
  return { all: texts.flatMap((text) => parseSetting(text, problems) ?? []), problems };
}

const scenario = {
  seed: 1,
  requestTimeout: '10s',
  profile: { warmUp: '4s' },
  journeys: [{ name: 'a', think: '1s' }, { name: 'b' }],
};

function applied(...texts: string[]): unknown {
  const { all, problems } = settings(...texts);
  const value = applySettings(scenario, all, problems);
  problems.throwIfAny();
  return value;
}

describe('a setting', () => {
  it('goes where its path leads, and leaves the rest as it was', () => {
    const before = JSON.stringify(scenario);
    expect(applied('requestTimeout=5s', 'profile.warmUp=3s', 'journeys.1.think=["1s","2s"]', 'seed=7')).toEqual({
      seed: 7,
      requestTimeout: '5s',
      profile: { warmUp: '3s' },
      journeys: [
        { name: 'a', think: '1s' },
        { name: 'b', think: ['1s', '2s'] },
      ],
    });
    expect(JSON.stringify(scenario)).toBe(before);
  });

  it('may hold another = in its value', () => {
    expect(applied('requestTimeout=a=b')).toMatchObject({ requestTimeout: 'a=b' });
  });

  it('makes what is not there yet', () => {
    expect(applied('profile.breakpoint.sustained=5s')).toMatchObject({
      profile: { warmUp: '4s', breakpoint: { sustained: '5s' } },
    });
  });

  it('cannot touch what every object has', () => {
    expect(applied('__proto__.polluted=true')).toHaveProperty('seed', 1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each(['seed', '=5', 'a..b=1', '.a=1', 'definedAt=x', 'profile.proofload=x'])('%s is no path and value', (text) => {
    const { all, problems } = settings(text);
    expect(all).toEqual([]);
    expect(() => problems.throwIfAny()).toThrow();
  });

  it.each([
    ['journeys.2.name=c', 'there is no 2 in a list of 2'],
    ['journeys.first.name=c', 'there is no first in a list of 2'],
    ['journeys.length=0', 'there is no length in a list of 2'],
    ['seed.low=1', '1 has no field low'],
  ])('%s leads nowhere', (text, words) => {
    expect(() => applied(text)).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ message: expect.stringContaining(words) as string })],
      }),
    );
  });

  it('is the place of what it sets, of what is below that, and of nothing else', () => {
    const { all } = settings('profile.warmUp=3s', 'profile.think.median=1s');
    const placeOf = placeWith(settingsOf('profile', all), { file: 'load.ts' });
    expect(placeOf(['warmUp'])).toEqual({ file: '--set profile.warmUp=3s' });
    expect(placeOf([], 'warmUp')).toEqual({ file: '--set profile.warmUp=3s' });
    expect(placeOf(['warmUp', 'unit'])).toEqual({ file: '--set profile.warmUp=3s' });
    expect(placeOf(['think'])).toEqual({ file: '--set profile.think.median=1s' });
    expect(placeOf(['for'])).toEqual({ file: 'load.ts' });
    expect(placeOf([])).toEqual({ file: 'load.ts' });
  });
});
