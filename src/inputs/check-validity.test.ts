import { describe, expect, it } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import { defaultValidityLimits } from '../model/validity-limits.ts';
import { checkShape } from './check-shape.ts';
import { validityLimits, validityShape } from './check-validity.ts';
import { Problems } from './problems.ts';

const read = (value: unknown) => {
  const problems = new Problems();
  const written = checkShape(validityShape, value, 'validity', () => ({ file: 'proofload.config.ts' }), problems);
  return { limits: validityLimits(written), problems: toldOf(problems) };
};
const toldOf = (problems: Problems): string[] => {
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message }) => message);
  }
};

describe('the limits of a config', () => {
  it('replace those that they name', () => {
    const { limits, problems } = read({ sleepLateness: '50ms', steal: '2.5%' });
    expect(problems).toEqual([]);
    expect(limits).toEqual({ ...defaultValidityLimits, sleepLatenessMs: 50, steal: 0.025 });
  });

  it('are durations and shares', () => {
    expect(read({ sleepLateness: 50, presentUsers: '101%', busyGenerator: '10', steel: '5%' }).problems).toEqual([
      'validity: presentUsers is "101%": expected a share such as 1% or 0.5%',
      'validity: sleepLateness is 50: expected a duration such as 300ms, 1.5s, 2m or 1h',
      'validity: busyGenerator is "10": expected a share such as 1% or 0.5%',
      'validity: there is no field "steel"',
    ]);
  });
});
