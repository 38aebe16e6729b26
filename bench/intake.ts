import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measuredChild } from './measured-child.ts';
import type { Figure } from './result.ts';
import { estimate } from './statistics.ts';
import { streamOf } from './stream.ts';
import type { BenchTools } from './tools.ts';

const seconds = 600;

/** Reading, storing and following the cells of one second, in processor time of the whole process. */
export async function intake(_: BenchTools, n: number): Promise<Figure[]> {
  const each: number[] = [];
  for (let i = 0; i < n; i++) {
    const folder = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
    const { cpuMs } = await measuredChild('intake', [folder], {
      input: streamOf({ series: 120, seconds, buckets: 160 }),
    });
    each.push(cpuMs / seconds);
    rmSync(folder, { recursive: true });
  }
  const value = estimate(each);
  const what = 'harness, for one second of 120 series with 160 buckets each';
  return [{ what, unit: 'ms', value, goal: 'at most 10', met: value.median <= 10 }];
}
