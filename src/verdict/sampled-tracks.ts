import type { SampledSeries } from '../model/record.ts';
import { boundLabel, partLabel, type Signal } from '../model/signal.ts';
import type { Span } from '../model/timeline.ts';

/** What one sample says, and the time that it speaks for: since the one before. */
export interface Look extends Span {
  /** Levels: the value. Truths: 1 or 0. Counts: how much more they were; of ratios that of the part. */
  readonly value: number;
  /** Of ratios: how much more the whole was. */
  readonly whole: number;
  /** Of histograms: how much more each bucket was, by rising bounds. */
  readonly buckets: readonly number[];
}

/** One signal of one service and one set of labels, which is judged by itself. */
export interface Track {
  readonly labels: Readonly<Record<string, string>>;
  /** Upper bounds of the buckets of a histogram. */
  readonly bounds: readonly number[];
  readonly looks: readonly Look[];
}

/** Later than this many intervals after the one before, a sample of a level speaks for one interval only. */
const mostIntervals = 2;

/** A sample that comes later than this after the one before ends a gap. */
export const gapMs = (everyMs: number): number => mostIntervals * everyMs;

/** The tracks of a signal. @param everyMs how often it was asked for */
export function tracksOf(
  sampled: readonly SampledSeries[],
  metric: string,
  { kind }: Signal,
  everyMs: number,
): Track[] {
  const groups = new Map<string, { labels: Track['labels']; series: SampledSeries[] }>();
  for (const series of sampled) {
    if (series.name !== metric) continue;
    const labels = Object.fromEntries(
      Object.entries(series.labels).filter(([name]) => name !== partLabel && name !== boundLabel),
    );
    const key = JSON.stringify(labels);
    const group = groups.get(key) ?? { labels, series: [] };
    group.series.push(series);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ labels, series }) => {
    if (kind === 'level' || kind === 'truth') return { labels, bounds: [], looks: levels(series[0], everyMs) };
    if (kind === 'count') return { labels, bounds: [], looks: growth(series[0]?.points ?? []) };
    if (kind === 'ratio') {
      const pointsOf = (part: string) => series.find((one) => one.labels[partLabel] === part)?.points ?? [];
      return { labels, bounds: [], looks: growth(pointsOf('part'), new Map(pointsOf('whole'))) };
    }
    const rising = [...series].sort((a, b) => boundOf(a) - boundOf(b));
    return { labels, bounds: rising.map(boundOf), looks: bucketGrowth(rising) };
  });
}

const none: readonly number[] = [];

function boundOf({ labels }: SampledSeries): number {
  return Number(labels[boundLabel]);
}

// Indexes, where `for … of` and patterns would do: until such a loop is compiled, which takes most of an hour's samples,
// it takes several times as long.

type Points = SampledSeries['points'];

function levels(series: SampledSeries | undefined, everyMs: number): Look[] {
  const points = series?.points ?? [];
  const looks: Look[] = [];
  let lastMs = -Infinity;
  for (let index = 0; index < points.length; index++) {
    const point = points[index] as Points[number];
    const toMs = point[0];
    const fromMs = toMs - lastMs > gapMs(everyMs) ? Math.min(toMs, Math.max(0, toMs - everyMs)) : lastMs;
    looks.push({ fromMs, toMs, value: point[1], whole: 0, buckets: none });
    lastMs = toMs;
  }
  return looks;
}

/**
 * What a count has grown by from each sample to the next; a gap is bridged, for it counts on.
 *
 * @param wholes by time; samples of a ratio that have none are left out
 */
function growth(points: Points, wholes?: ReadonlyMap<number, number>): Look[] {
  const looks: Look[] = [];
  let [fromMs, before, wholeBefore] = [NaN, 0, 0];
  for (let index = 0; index < points.length; index++) {
    const point = points[index] as Points[number];
    const toMs = point[0];
    const whole = wholes === undefined ? 0 : wholes.get(toMs);
    if (whole === undefined) continue;
    if (!Number.isNaN(fromMs))
      looks.push({ fromMs, toMs, value: point[1] - before, whole: whole - wholeBefore, buckets: none });
    fromMs = toMs;
    before = point[1];
    wholeBefore = whole;
  }
  return looks;
}

/** The same of a histogram's buckets, from each sample that all of them have; each counts what is in those below it, too. */
function bucketGrowth(rising: readonly SampledSeries[]): Look[] {
  const [first, ...others] = rising;
  const known = others.map(({ points }) => new Map(points));
  const looks: Look[] = [];
  let before: { readonly atMs: number; readonly sums: readonly number[] } | undefined;
  for (const [atMs, value] of first?.points ?? []) {
    const sums = [value, ...known.map((other) => other.get(atMs) ?? NaN)];
    if (sums.some(Number.isNaN)) continue;
    if (before !== undefined) {
      const last = before.sums;
      const grown = sums.map((now, index) => now - (last[index] ?? now));
      const buckets = grown.map((sum, index) => Math.max(0, sum - (grown[index - 1] ?? 0)));
      looks.push({ fromMs: before.atMs, toMs: atMs, value: 0, whole: 0, buckets });
    }
    before = { atMs, sums };
  }
  return looks;
}
