import { describe, expect, it } from 'vitest';
import { passed, failed, warned } from '../../tests/browser/sample-verdicts.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import { exitCodeOf, isForRerun } from './perform-and-show.ts';

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

describe('the exit code', () => {
  const notWritten = new ProofloadError('reports-not-written', '1 of 8 reports are missing', { exit: 'environment' });

  it('is that of the verdict, or worse', () => {
    expect(exitCodeOf(passed, false, null)).toBe(0);
    expect(exitCodeOf(passed, false, notWritten)).toBe(7);
    expect(exitCodeOf(failed, false, notWritten)).toBe(3);
    expect([exitCodeOf(warned, true, null), exitCodeOf(warned, true, notWritten)]).toEqual([3, 3]);
  });
});
