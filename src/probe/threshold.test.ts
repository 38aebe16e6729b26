import { expect, test } from 'vitest';
import type { Probe } from './probe.ts';
import { thresholdMs, usualOf } from './threshold.ts';

function probes(...times: (number | null)[]): Probe[] {
  return times.map((tookMs) => ({ edge: 'e', sentMs: 0, tookMs, outcome: tookMs === null ? 'timeout' : 'answered' }));
}

const quiet = probes(...Array.from({ length: 50 }, (_, i) => 1 + (i % 10) / 10));

test('a few huge outliers change nothing', () => {
  const disturbed = usualOf([...quiet, ...probes(900, 950, null)]);
  expect(disturbed.medianMs).toBeCloseTo(usualOf(quiet).medianMs, 0);
  expect(disturbed.noiseMs).toBe(usualOf(quiet).noiseMs);
});

test('the wider the usual, the larger the noise', () => {
  const wide = probes(...Array.from({ length: 50 }, (_, i) => i));
  expect(usualOf(wide).noiseMs).toBeGreaterThan(50);
});

test('latency: half of what it adds, above the usual', () => {
  const usual = { medianMs: 2, noiseMs: 15 };
  expect(thresholdMs(usual, 100)).toBe(52);
  expect(thresholdMs(usual, 10)).toBe(17);
});

test('a fault without answers: late after a quarter of a second', () => {
  expect(thresholdMs({ medianMs: 2, noiseMs: 15 }, Infinity)).toBe(252);
});

test('nothing known before: as patient as can be', () => {
  expect(thresholdMs(usualOf(probes(1, 2)), 20)).toBe(250);
});
