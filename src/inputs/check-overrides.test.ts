import { describe, expect, it } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import { checkOverrides } from './check-overrides.ts';
import { Problems } from './problems.ts';
import type { WrittenOverrides } from './request.ts';

function check(written: WrittenOverrides) {
  const problems = new Problems();
  const checked = checkOverrides(written, problems);
  try {
    problems.throwIfAny();
    return { checked, messages: [] };
  } catch (error) {
    return { checked, messages: (error as ProofloadError).problems.map(({ message }) => message) };
  }
}

describe('flags that change a run', () => {
  it('are nothing where none is given', () => {
    expect(check({}).checked).toEqual({
      load: {},
      seed: undefined,
      faultSeed: undefined,
      faultParams: {},
      timeScale: 1,
      env: {},
      tags: {},
      settings: [],
    });
  });

  it('are numbers, times and pairs', () => {
    const { checked, messages } = check({
      users: '20',
      spawnRate: '.5',
      rate: '1e2',
      runTime: '2m',
      seed: '0',
      timeScale: '0.1',
      env: ['A=1', 'B=x=y', 'C='],
      tag: ['team=checkout'],
    });
    expect(messages).toEqual([]);
    expect(checked).toMatchObject({
      load: { users: 20, spawnRate: 0.5, rate: 100, runTime: 120_000 },
      seed: 0,
      timeScale: 0.1,
      env: { A: '1', B: 'x=y', C: '' },
      tags: { team: 'checkout' },
    });
  });

  it.each([
    [{ users: '0' }, '--users 0: expected at least 1'],
    [{ users: '-1' }, '--users -1: expected at least 1'],
    [{ users: '3.5' }, '--users 3.5: expected a whole number'],
    [{ users: '50001' }, '--users 50001: expected at most 50000'],
    [{ users: 'many' }, '--users many: expected a number'],
    [{ users: '' }, '--users : expected a number'],
    [{ users: '0x10' }, '--users 0x10: expected a number'],
    [{ rate: '0' }, '--rate 0: expected a number above 0'],
    [{ rate: '1e999' }, '--rate 1e999: '],
    [{ rate: '1000001' }, '--rate 1000001: expected at most 1000000'],
    [{ spawnRate: '-2' }, '--spawn-rate -2: expected a number above 0'],
    [{ runTime: '0s' }, '--run-time 0s: must be above 0'],
    [{ runTime: '90' }, '--run-time 90: expected a duration'],
    [{ runTime: '25h' }, '--run-time 25h: must be at most 24h'],
    [{ seed: '-1' }, '--seed -1: expected 0 or more'],
    [{ seed: '1.5' }, '--seed 1.5: expected a whole number'],
    [{ timeScale: '0' }, '--time-scale 0: expected a number above 0'],
    [{ timeScale: '2' }, '--time-scale 2: expected at most 1'],
    [{ env: ['3=4'] }, '--env 3=4: expected K=V'],
    [{ env: ['PROOFLOAD_URL=x'] }, '--env PROOFLOAD_URL: names that begin with PROOFLOAD_ are the harness'],
    [{ tag: ['team'] }, '--tag team: expected name=value'],
  ])('%j is refused', (written, message) => {
    expect(check(written).messages).toEqual([expect.stringContaining(message)]);
  });

  it('are refused all at once', () => {
    expect(check({ users: 'x', rate: 'y', seed: 'z', tag: ['='] }).messages).toHaveLength(4);
  });
});
