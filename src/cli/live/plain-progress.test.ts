import { expect, it } from 'vitest';
import type { LoadState } from '../../run/progress.ts';
import { plainProgress } from './plain-progress.ts';

const state: LoadState = {
  elapsedMs: 0,
  totalMs: 60_000,
  settledMs: 0,
  phase: 'steady',
  level: 30,
  users: null,
  passesPerSecond: null,
  requests: 0,
  requestsPerSecond: 12,
  p50Ms: 1,
  p95Ms: 45,
  p99Ms: 3,
  errorRate: 0.5,
  errors: [],
  p95History: [],
  faults: [],
  nextFault: null,
  objectives: [],
};

function ticks(...states: readonly Partial<LoadState>[]): string[] {
  const lines: string[] = [];
  const progress = plainProgress((text) => lines.push(text));
  for (const more of states) progress.tick({ ...state, ...more });
  return lines;
}

it('a log has a line every ten seconds', () => {
  const lines = ticks({ elapsedMs: 100 }, { elapsedMs: 9_900 }, { elapsedMs: 10_200 }, { elapsedMs: 15_000 });
  expect(lines).toHaveLength(2);
  expect(lines[1]).toBe('  10.2 s of 60 s  steady    load 30  12.0 req/s  p95 45 ms  errors 50 %\n');
});

it('a log has a line where a phase begins', () => {
  expect(ticks({ elapsedMs: 100 }, { elapsedMs: 200, phase: 'fault:db-hang' })[1]).toContain('fault:db-hang');
});

it('a log names the objectives that are missed', () => {
  const missed = { standing: 'missed', observed: 1, unit: 'ms', atMost: true, relative: null, target: 0.5 } as const;
  const objectives = [
    { ...missed, name: 'pages p95' },
    { ...missed, name: 'idle', standing: 'idle' as const },
  ];
  expect(ticks({ objectives })[0]).toMatch(/missed: pages p95\n$/);
});

it('a log holds no control characters of others', () => {
  const lines: string[] = [];
  const progress = plainProgress((text) => lines.push(text));
  progress.note('a\u001b[2Jb\nc');
  progress.fault({ event: 'felt', fault: 'x\u0007', atMs: 1234 });
  expect(lines).toEqual(['  ab c\n', '   1.2 s  fault x: felt\n']);
});
