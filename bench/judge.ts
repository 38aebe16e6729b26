import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Objective } from '../src/model/slo.ts';
import { runFiles } from '../src/record/run-folder.ts';
import { buildRecord } from '../src/verdict/testing/record-builder.ts';
import { measuredChild, type Told } from './measured-child.ts';
import type { Figure } from './result.ts';
import { probes, sampledOf } from './sampled.ts';
import { estimate } from './statistics.ts';
import { stepNames, streamOf } from './stream.ts';
import type { BenchTools } from './tools.ts';

const series = 60;

/** Reading and judging the record of an hour and of two, all threads on one core, and of a minute. */
export async function judge(_: BenchTools, n: number): Promise<Figure[]> {
  const folders = [60, 120, 1].map(recordOf);
  try {
    const [ofHour = '', ofTwo = '', ofMinute = ''] = folders;
    const [hour, two, minute, alone]: [Told[], Told[], Told[], Told[]] = [[], [], [], []];
    for (let i = 0; i < n; i++) {
      hour.push(await measuredChild('judge', [ofHour], { onOneCore: true }));
      two.push(await measuredChild('judge', [ofTwo], { onOneCore: true }));
      minute.push(await measuredChild('judge', [ofMinute]));
      alone.push(await measuredChild('judge', [ofMinute], { onOneCore: true }));
    }
    const time = estimate(hour.map(({ ms }) => ms / 1000));
    const peak = estimate(hour.map(({ peakBytes }) => peakBytes / 1e6));
    const short = estimate(minute.map(({ ms }) => ms));
    const growth = estimate(two.map(({ ms }, index) => ms / (hour[index]?.ms ?? NaN)));
    return [
      {
        what: '60 min, 60 series, 20 objectives',
        unit: 's',
        value: time,
        goal: 'at most 0.7',
        met: time.median <= 0.7,
      },
      { what: 'memory, at most', unit: 'MB', value: peak, goal: 'at most 200', met: peak.median <= 200 },
      {
        what: '60 s, 60 series, 20 objectives',
        unit: 'ms',
        value: short,
        goal: 'at most 100',
        met: short.median <= 100,
      },
      { what: 'the same, on one core', unit: 'ms', value: estimate(alone.map(({ ms }) => ms)) },
      { what: '120 min / 60 min', value: growth, goal: 'about 2', met: growth.median <= 2.3 },
    ];
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
}

/** A folder with the record of so many minutes, for whoever asks to remove. */
export function recordOf(minutes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'proofload-bench-'));
  const steps = stepNames(series);
  const { manifest } = buildRecord({ durationMs: minutes * 60_000, warmUpMs: 10_000, steps });
  const slo = { version: 1, file: 'slo.yaml', objectives: objectives(steps) };
  const target = { ...manifest.plan.target, probes };
  const plan = { ...manifest.plan, target };
  writeFileSync(join(folder, runFiles.manifest), JSON.stringify({ ...manifest, plan, slo }));
  const lines = [...streamOf({ series, seconds: minutes * 60, buckets: 60 })];
  writeFileSync(join(folder, runFiles.series), lines.join(''));
  writeFileSync(join(folder, runFiles.sampled), [...sampledOf(minutes * 60)].join(''));
  return folder;
}

/** For each of ten steps how fast it is and how often it fails. */
function objectives(steps: readonly string[]): Objective[] {
  return steps.slice(0, 10).flatMap((step): Objective[] => {
    const common = {
      kind: 'objective',
      where: { step: { not: false, names: [step] } },
      during: ['steady'],
      profiles: null,
      critical: null,
      minSamples: null,
      because: null,
      place: { file: 'slo.yaml' },
    } as const;
    return [
      { ...common, name: `${step} is fast`, metric: 'response_time', stat: 'p95', outcome: 'ok', target: 500 },
      { ...common, name: `${step} works`, metric: 'error_rate', stat: null, outcome: 'any', target: 0.01 },
    ];
  });
}
