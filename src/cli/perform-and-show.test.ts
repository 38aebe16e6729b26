import { describe, expect, it } from 'vitest';
import { isForRerun } from './perform-and-show.ts';

describe('--rerun-invalid', () => {
  it.each([
    ['the measurement could not be trusted', 'invalid', 5, true],
    ['what failed all the same stands', 'invalid', 3, false],
    ['somebody interrupted it', 'invalid', 130, false],
    ['something is left behind', 'invalid', 6, false],
    ['it failed', 'fail', 3, false],
    ['too few samples', 'inconclusive', 5, false],
    ['it passed', 'pass', 0, false],
  ] as const)('%s', (_, verdict, exitCode, expected) => {
    expect(isForRerun({ verdict, exitCode })).toBe(expected);
  });
});
