import { expect, it } from 'vitest';
import { failed, hostile } from '../../tests/browser/sample-verdicts.ts';
import { renderGate } from './gate-summary.ts';

it('names every experiment, its report, the one exit code, and the page over all', () => {
  const experiments = [
    { experiment: 'b', exitCode: 3, verdict: { ...failed, sentence: 'Fails: too slow' }, why: '', folder: '../b-1' },
    { experiment: 'a', exitCode: 7, verdict: null, why: 'no port is free', folder: null },
  ];
  const gate = { id: 'pr-gate-1', name: 'pr', startedAt: '2026-11-21T10:00:00.000Z', experiments };
  expect(renderGate(gate, '/p/reports/pr-gate-1', '/p')).toBe(
    [
      '\ngate pr: NOT PASSED (exit code 3)',
      '  b  fail: Too slow',
      '     reports/b-1/report.html',
      '  a  not run: no port is free',
      '  reports reports/pr-gate-1/report.html',
      '',
    ].join('\n'),
  );
});

it('lets nobody else write control sequences', () => {
  const { sentence } = hostile;
  const experiments = [
    { experiment: sentence, exitCode: 3, verdict: hostile, why: '', folder: '../b-1' },
    { experiment: sentence, exitCode: 7, verdict: null, why: sentence, folder: null },
  ];
  const gate = { id: 'pr-gate-1', name: 'pr', startedAt: '2026-11-21T10:00:00.000Z', experiments };
  expect(renderGate(gate, '/p/reports/pr-gate-1', '/p')).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
});
