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
    if (kind === 'count')
      return { labels, bounds: [], looks: growth(series, ([value = 0]) => ({ value, whole: 0, buckets: none })) };
    if (kind === 'ratio') {
      const parts = ['part', 'whole'].flatMap((part) => series.filter((one) => one.labels[partLabel] === part));
      return {
        labels,
        bounds: [],
        looks: growth(parts, ([value = 0, whole = 0]) => ({ value, whole, buckets: none })),
      };
    }
    const rising = [...series].sort((a, b) => boundOf(a) - boundOf(b));
    const buckets = (sums: readonly number[]) => sums.map((sum, index) => Math.max(0, sum - (sums[index - 1] ?? 0)));
    return {
      labels,
      bounds: rising.map(boundOf),
      looks: growth(rising, (sums) => ({ value: 0, whole: 0, buckets: buckets(sums) })),
    };
  });
}

const none: readonly number[] = [];

function boundOf({ labels }: SampledSeries): number {
  return Number(labels[boundLabel]);
}

function levels(series: SampledSeries | undefined, everyMs: number): Look[] {
  let lastMs = -Infinity;
  return (series?.points ?? []).map(([toMs, value]) => {
    const fromMs = toMs - lastMs > gapMs(everyMs) ? Math.min(toMs, Math.max(0, toMs - everyMs)) : lastMs;
    lastMs = toMs;
    return { fromMs, toMs, value, whole: 0, buckets: none };
  });
}

/** What counts have grown by, from each sample that all of them have to the next; a gap is bridged, for they count on. */
function growth(series: readonly SampledSeries[], tell: (grown: readonly number[]) => Omit<Look, keyof Span>): Look[] {
  const [first, ...others] = series;
  const known = others.map(({ points }) => new Map(points));
  const looks: Look[] = [];
  let before: { readonly atMs: number; readonly values: readonly number[] } | undefined;
  for (const [atMs, value] of first?.points ?? []) {
    const values = [value, ...known.map((other) => other.get(atMs) ?? NaN)];
    if (values.some(Number.isNaN)) continue;
    if (before !== undefined) {
      const last = before.values;
      const { value: grown, whole, buckets } = tell(values.map((now, index) => now - (last[index] ?? now)));
      looks.push({ fromMs: before.atMs, toMs: atMs, value: grown, whole, buckets });
    }
    before = { atMs, values };
  }
  return looks;
}
