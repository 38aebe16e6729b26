import { expect, test } from 'vitest';
import { minSamplesOf } from './samples.ts';
import { objective } from './testing/slo-builder.ts';

const counted = { metric: 'throughput', where: {} };
const ratio = { of: counted, per: counted };

test.each([
  [{ stat: 'p95' }, 59],
  [{ stat: 'p99' }, 299],
  [{ stat: 'p99.9' }, 2995],
  [{ stat: 'p90' }, 29],
  [{ stat: 'p50' }, 5],
  [{ stat: 'p100' }, 59],
  [{ stat: 'p0' }, 1],
  [{ stat: 'max' }, 30],
  [{ stat: 'min' }, 30],
  [{ stat: 'mean' }, 30],
  [{ metric: 'error_rate', target: 0.01 }, 299],
  [{ metric: 'error_rate', target: 0.1 }, 29],
  [{ metric: 'error_rate', target: 0 }, 59],
  [{ metric: 'error_rate', target: 1 }, 1],
  [{ metric: 'checks', target: 0.99 }, 299],
  [{ metric: 'checks', target: 1 }, 59],
  [{ metric: 'checks', target: 0 }, 1],
  [{ metric: 'ratio', ratio: { ...ratio, unit: 'share' }, target: 0.01 }, 299],
  [{ metric: 'ratio', ratio: { ...ratio, unit: 'number' }, target: 0.01 }, 30],
  [{ metric: 'throughput', target: 10 }, 1],
  [{ stat: 'p95', minSamples: 7 }, 7],
  [{ stat: 'p95', minSamples: 0 }, 1],
] as const)('%o needs %d', (asked, needed) => {
  expect(minSamplesOf(objective(asked))).toBe(needed);
});

test('is the least number with which none beyond the limit says something', () => {
  for (const tail of [0.2, 0.05, 0.03, 0.001]) {
    const needed = minSamplesOf(objective({ metric: 'error_rate', target: tail }));
    expect((1 - tail) ** needed).toBeLessThanOrEqual(0.05);
    expect((1 - tail) ** (needed - 1)).toBeGreaterThan(0.05);
  }
});
