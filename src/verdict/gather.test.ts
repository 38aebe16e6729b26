import { expect, test } from 'vitest';
import { selectPhases } from './during.ts';
import { gatherEvidence } from './evidence.ts';
import { gather } from './gather.ts';
import type { Question } from './metric.ts';
import { buildRecord, evenly, exact } from './testing/record-builder.ts';

// From 40 s on the load is more than what passes.
const record = buildRecord({
  durationMs: 50_000,
  warmUpMs: 5000,
  faults: [exact('f', 20_000, 25_000)],
  requests: [
    ...evenly(3, -2000, 0),
    ...evenly(5, 0, 5000),
    ...evenly(15, 5000, 20_000),
    ...evenly(7, 18_000, 19_000, { tookMs: 4000 }),
    ...evenly(20, 20_000, 25_000),
    ...evenly(10, 40_000, 50_000),
  ],
});
const { cells } = gatherEvidence(record, 40_000);
const ask = (metric: Question['metric'], during: string[]) => {
  const question: Question = { metric, stat: null, outcome: 'any', where: {} };
  const { good, durationMs } = gather(cells, question, selectPhases(during, cells.timeline));
  return [good.count, durationMs];
};

test.each([
  [[], 0, 0, 0],
  // What crosses into the fault was sent in steady state, and is judged at the edge.
  [['steady'], 22, 15_000 + 10_000, 15],
  [['edge:f'], 0, 0, 7],
  [['fault:f'], 20, 5000, 20],
  [['steady', 'edge:f'], 22, 25_000, 22],
  [['warmup', 'steady'], 27, 30_000, 20],
  // Before t0 there is no time, and an overload was not meant to pass.
  [['all'], 47, 40_000, 50],
])('%j: %d requests were sent in %d ms, of %d there are times', (during, sent, lengthMs, timed) => {
  expect(ask('throughput', during)).toEqual([sent, lengthMs]);
  expect(ask('response_time', during)).toEqual([timed, 0]);
});
