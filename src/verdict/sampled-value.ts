import { isAtMost } from '../model/metric.ts';
import type { Objective } from '../model/slo.ts';
import type { Signal } from '../model/signal.ts';
import { bucketPercentile } from './bucket-quantile.ts';
import type { Span } from '../model/timeline.ts';
import type { Holding } from './limit.ts';
import { exactly, type Estimate } from './quantile.ts';
import type { Look, Track } from './sampled-tracks.ts';
import { allowedShare, minSamplesOf, percentOf } from './samples.ts';
import { theilSen } from './theil-sen.ts';

export type SampledObjective = Objective & { readonly signal: Signal };

export function isSampled(objective: Objective): objective is SampledObjective {
  return objective.signal !== undefined;
}

/** So many samples of a level, a truth or a count are asked for: faults are short, and nearly all of their time must be known anyway. */
const fewSamples = 3;
/** So many of a slope, which is told by as many means at the most. */
const slopeSamples = 30;

/**
 * How many samples an objective about a sampled metric needs: for a percentile of a level so many that it is not merely
 * the highest. Ratios and histograms count what happened between samples, and need as much of that as the load's own.
 */
export function samplesNeeded(objective: SampledObjective): number {
  const { stat, minSamples } = objective;
  if (minSamples !== null) return minSamples;
  if (!countsLooks(objective)) return minSamplesOf(objective);
  if (stat === 'slope') return slopeSamples;
  const percent = percentOf(stat);
  return percent === null ? fewSamples : Math.max(fewSamples, Math.ceil(1 / (1 - percent / 100) - 1e-9));
}

/** Whether the samples that an objective needs are looks, and not what happened between them. */
export function countsLooks({ signal: { kind } }: SampledObjective): boolean {
  return kind !== 'ratio' && kind !== 'histogram';
}

/** How many looks spans have room for at the most: one that holds the edge of a span is not in it. */
export function roomForLooks(spans: readonly Span[], everyMs: number): number {
  return total(spans, ({ fromMs, toMs }) => Math.floor((toMs - fromMs) / everyMs));
}

/** How many samples looks are. */
export function samplesIn({ signal: { kind } }: SampledObjective, looks: readonly Look[]): number {
  if (kind === 'ratio') return total(looks, ({ whole }) => whole);
  if (kind === 'histogram') return total(looks, ({ buckets }) => total(buckets, (count) => count));
  return looks.length;
}

/** The statistic of some looks of a track; null where there is nothing to tell it by. */
export function statisticOf(
  { signal, stat }: SampledObjective,
  bounds: Track['bounds'],
  looks: readonly Look[],
): Estimate | null {
  if (looks.length === 0) return null;
  switch (signal.kind) {
    case 'truth':
      return exactly(total(looks, ({ value }) => value) / looks.length);
    case 'ratio': {
      const whole = total(looks, (look) => look.whole);
      return whole > 0 ? exactly(total(looks, ({ value }) => value) / whole) : null;
    }
    case 'count': {
      const count = total(looks, ({ value }) => value);
      const perMs = count / total(looks, ({ fromMs, toMs }) => toMs - fromMs);
      return exactly(stat === 'count' ? count : perMs * (signal.perMinute === true ? 60_000 : 1000));
    }
    case 'histogram': {
      const counts = bounds.map((bound, index) => ({
        bound,
        count: total(looks, ({ buckets }) => buckets[index] ?? 0),
      }));
      return bucketPercentile(counts, percentOf(stat) ?? 50);
    }
    case 'level':
      return levelStatistic(looks, stat);
  }
}

function levelStatistic(looks: readonly Look[], stat: Objective['stat']): Estimate | null {
  if (stat === 'slope') return slopeOf(looks);
  const values = looks.map(({ value }) => value).sort((a, b) => a - b);
  const at = (index: number) => exactly(values[index] ?? NaN);
  const percent = percentOf(stat);
  if (percent !== null) return at(Math.max(1, Math.ceil((percent * values.length) / 100 - 1e-9)) - 1);
  if (stat === 'max') return at(values.length - 1);
  if (stat === 'min') return at(0);
  if (stat === 'last') return exactly(looks.at(-1)?.value ?? NaN);
  return exactly(total(values, (value) => value) / values.length);
}

/** A slope is told by means of stretches: what is sampled every second is much like the second before. */
const leastMeanMs = 5000;
const [leastMeans, mostMeans] = [10, 60];
const hourMs = 3_600_000;

/** Growth an hour; null when it is too short to tell. */
function slopeOf(looks: readonly Look[]): Estimate | null {
  const [beginMs, endMs] = [looks[0]?.fromMs ?? 0, looks.at(-1)?.toMs ?? 0];
  const parts = Math.min(mostMeans, Math.floor((endMs - beginMs) / leastMeanMs));
  const groups = new Map<number, number[]>();
  for (const { toMs, value } of looks) {
    const part = Math.min(parts - 1, Math.floor(((toMs - beginMs) / (endMs - beginMs)) * parts));
    groups.set(part, [...(groups.get(part) ?? []), value]);
  }
  if (groups.size < leastMeans) return null;
  const hours = (endMs - beginMs) / parts / hourMs;
  return theilSen([...groups].map(([part, values]) => [part * hours, total(values, (one) => one) / values.length]));
}

/** Whether a value keeps to a limit. Of an interval the worse side decides; of a slope both sides must agree. */
export function compare(objective: SampledObjective, { low, high }: Estimate, limit: number): Holding {
  const atMost = isAtMost(objective);
  const [better, worse] = atMost ? [low, high] : [-high, -low];
  const most = atMost ? limit : -limit;
  if (worse <= most) return 'holds';
  return objective.stat === 'slope' && better <= most ? 'unknown' : 'missed';
}

/** Whether looks that are not enough prove that a limit is missed: it would be even if all that is not known were good. */
export function provesMissed(
  objective: SampledObjective,
  looks: readonly Look[],
  limit: number,
  scope: Scope,
): boolean {
  const { signal, stat } = objective;
  const atMost = isAtMost(objective);
  if (signal.kind === 'count') {
    const least = statisticOf({ ...objective, stat: 'count' }, [], looks)?.value ?? 0;
    const perMinute = signal.perMinute === true ? 60_000 : 1000;
    return atMost && (stat === 'count' ? least : (least / scope.lengthMs) * perMinute) > limit;
  }
  const isBad = ({ value }: Look): boolean => (atMost ? value > limit : value < limit);
  if (signal.kind === 'truth') {
    const against = total(looks, ({ value }) => (atMost ? value : 1 - value));
    return against / scope.looks > (atMost ? limit : 1 - limit) + rounding;
  }
  if (signal.kind !== 'level') return false;
  if (stat === (atMost ? 'max' : 'min')) return looks.some(isBad);
  const allowed = allowedShare(objective, limit);
  return allowed !== null && looks.filter(isBad).length / scope.looks > allowed + rounding;
}

/** 1 - 0.9 is less than a tenth. */
const rounding = 1e-9;

/** What there is to know of the phases that are asked for: their length, and how many looks that are. */
export interface Scope {
  readonly lengthMs: number;
  readonly looks: number;
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += of(item);
  return sum;
}
