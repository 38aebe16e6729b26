import { describe, expect, it } from 'vitest';
import { gateExitCode, renderGate } from './gate-summary.ts';

const row = (exitCode: number) => ({ experiment: `e${exitCode}`, verdict: 'v', sentence: 's', exitCode, folder: null });

describe('gateExitCode', () => {
  it.each([
    [[0, 0], 0],
    [[0, 5, 3], 3],
    [[5, 7], 5],
    [[3, 6], 6],
    [[3, 130], 130],
    [[0, 7], 7],
  ])('of %j is %d', (codes, expected) => {
    expect(gateExitCode(codes.map(row))).toBe(expected);
  });
});

describe('renderGate', () => {
  it('names every experiment and the one exit code', () => {
    expect(renderGate('pr', [row(0), row(3)], '/')).toBe(
      '\ngate pr: NOT PASSED (exit code 3)\n  e0  v: s\n  e3  v: s\n',
    );
  });
});
