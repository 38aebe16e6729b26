import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { recordOf } from './judge.ts';
import { measuredChild, type Told } from './measured-child.ts';
import type { Figure } from './result.ts';
import { estimate } from './statistics.ts';
import type { BenchTools } from './tools.ts';

/** From the record of an hour to all of its reports on disk, all threads on one core. */
export async function reports(_: BenchTools, n: number): Promise<Figure[]> {
  const folder = recordOf(60);
  try {
    const found: Told[] = [];
    for (let i = 0; i < n; i++) found.push(await measuredChild('reports', [folder], { onOneCore: true }));
    const time = estimate(found.map(({ ms }) => ms / 1000));
    const peak = estimate(found.map(({ peakBytes }) => peakBytes / 1e6));
    const page = statSync(join(folder, 'report.html')).size / 1e6;
    return [
      {
        what: '60 min, 60 series, 20 objectives',
        unit: 's',
        value: time,
        goal: 'at most 1',
        met: time.median <= 1,
      },
      { what: 'memory, at most', unit: 'MB', value: peak, goal: 'at most 250', met: peak.median <= 250 },
      { what: 'report.html', unit: 'MB', value: page, goal: 'below 3', met: page < 3 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
