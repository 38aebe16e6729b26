import { describe, expect, it } from 'vitest';
import { isForRerun } from './perform-and-show.ts';

describe('--rerun-invalid', () => {
  it.each([
    ['the measurement could not be trusted', true, 5, true],
    ['the target died, or was too slow for the load', false, 5, false],
    ['what failed all the same stands', true, 3, false],
    ['somebody interrupted it', true, 130, false],
    ['something is left behind', true, 6, false],
    ['it failed', false, 3, false],
    ['it passed', false, 0, false],
  ] as const)('%s', (_, repeatable, exitCode, expected) => {
    expect(isForRerun({ repeatable, exitCode })).toBe(expected);
  });
});
