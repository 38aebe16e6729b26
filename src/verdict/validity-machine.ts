import type { RunRecord, SampledSeries } from '../model/record.ts';
import type { ValidityCheck } from '../model/verdict.ts';
import type { ValidityLimits } from '../model/validity-limits.ts';
import { checkOf, lessLoad } from './validity-check.ts';

/** A sample is taken of the second before it. */
const sampledMs = 1000;
/** So much of its processors is all that k6 gets, with what the machine does beside it. */
const busyFrom = 0.9;

/** Whether generator, harness and machine were in a state to measure, as the harness sampled them. */
export function machineChecks(record: RunRecord, untilMs: number, limits: ValidityLimits): ValidityCheck[] {
  const points = (name: string) =>
    (record.sampled.find((series) => series.name === name)?.points ?? []).filter(
      ([atMs]) => atMs <= untilMs + sampledMs / 2,
    );
  const values = (name: string) => points(name).map(([, value]) => value);
  const [cores = null] = values('generator_cores');
  const memory = most(values('generator_memory'));
  const available = least(values('memory_available'));
  const offsets = values('clock_offset').map(Math.abs);
  return [
    ...gapChecks(record, points, untilMs, limits),
    checkOf({
      name: 'seconds in which k6 used nine tenths of its processors',
      observed: cores === null ? null : shareOf(values('generator_cpu'), (used) => used >= busyFrom * cores),
      limit: limits.busyGenerator,
      unit: 'share',
      advice: lessLoad,
    }),
    checkOf({
      name: 'memory of k6, of what it could have',
      observed: memory === null || available === null ? null : memory / (memory + available),
      limit: limits.generatorMemory,
      unit: 'share',
      advice: lessLoad,
    }),
    checkOf({
      name: 'lateness of the harness',
      observed: most(values('harness_lateness')),
      limit: limits.harnessLatenessMs,
      unit: 'ms',
      advice: 'keep other work off this machine',
    }),
    ...edgeChecks(record, points('harness_lateness'), limits),
    checkOf({
      name: 'time that the hypervisor took away',
      observed: mean(values('host_steal')),
      limit: limits.steal,
      unit: 'share',
      advice: 'take a machine that is not shared',
    }),
    checkOf({
      name: 'steps of the clock',
      observed: most(offsets),
      limit: limits.clockStepMs,
      unit: 'ms',
      advice: 'somebody set the time during the run: times of k6 and harness do not fit together',
    }),
    checkOf({
      name: "longest silence of k6's recorder",
      observed: most(values('stream_silence')),
      limit: limits.streamSilenceMs,
      unit: 'ms',
      advice: `k6 stood still; ${lessLoad}`,
    }),
    checkOf({
      name: 'processors of the machine in use',
      observed: mean(values('host_cpu')),
      limit: null,
      unit: 'share',
    }),
  ];
}

/**
 * Samples that are missing: all other checks know nothing of that time. A run whose plan does not name the limit is of an
 * earlier version, and may have taken none.
 */
function gapChecks(
  { manifest }: RunRecord,
  points: (name: string) => SampledSeries['points'],
  untilMs: number,
  limits: ValidityLimits,
): ValidityCheck[] {
  if (manifest.plan.validity?.unsampledMs === undefined) return [];
  const longestGapMs = (name: string) => {
    const moments = [0, ...points(name).map(([atMs]) => atMs), untilMs];
    return most(moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? 0)));
  };
  const limit = { limit: limits.unsampledMs, unit: 'ms' } as const;
  return [
    checkOf({
      name: 'longest stretch that the harness did not watch',
      observed: longestGapMs('harness_lateness'),
      ...limit,
      advice: 'nobody knows what happened meanwhile; keep other work off this machine',
    }),
    checkOf({
      name: 'longest stretch in which k6 told nothing of itself',
      observed: longestGapMs('generator_goroutines'),
      ...limit,
      advice: `nobody knows what it used meanwhile; ${lessLoad}`,
    }),
  ];
}

/** Of a run without faults there is nothing to check. */
function edgeChecks(record: RunRecord, lateness: SampledSeries['points'], limits: ValidityLimits): ValidityCheck[] {
  const edges = edgesOf(record);
  if (edges.length === 0) return [];
  const near = lateness.filter(([atMs]) => edges.some((edge) => isNear(edge, atMs)));
  return [
    checkOf({
      name: 'lateness of the harness at the edges of faults',
      observed: most(near.map(([, value]) => value)),
      limit: limits.edgeLatenessMs,
      unit: 'ms',
      advice: 'when faults began and ended is not known well; keep other work off this machine',
    }),
  ];
}

/** When faults began and ended, as far as they did. */
function edgesOf({ faults }: RunRecord): number[] {
  return faults.flatMap(({ askedMs, feltMs, healAskedMs, cleanMs }) =>
    [askedMs, feltMs, healAskedMs, cleanMs].filter((ms) => ms !== null),
  );
}

/** Whether the second before a sample, or the one after, holds the edge. */
function isNear(edgeMs: number, sampledAtMs: number): boolean {
  return edgeMs > sampledAtMs - 2 * sampledMs && edgeMs < sampledAtMs + sampledMs;
}

function most(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b));
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shareOf(values: readonly number[], wanted: (value: number) => boolean): number | null {
  return values.length === 0 ? null : values.filter(wanted).length / values.length;
}
