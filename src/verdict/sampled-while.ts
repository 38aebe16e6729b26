import type { Span } from '../model/timeline.ts';
import type { Evidence } from './evidence.ts';
import { tracksOf, type Look, type Track } from './sampled-tracks.ts';
import type { SampledObjective } from './sampled-value.ts';

/**
 * What is known of the condition of an objective; null where it has none. Where services of the same name tell both,
 * that of the track's own service counts.
 */
export function conditionOf(
  { while: metric }: SampledObjective,
  { labels }: Track,
  { plan, sampled }: Pick<Evidence, 'plan' | 'sampled'>,
): readonly Look[] | null {
  if (metric === undefined) return null;
  const { probes = [], sampleEveryMs = 1000 } = plan.target;
  const signal = probes.find((probe) => probe.metric === metric)?.signal;
  const tracks = signal === undefined ? [] : tracksOf(sampled, metric, signal, sampleEveryMs);
  const own = tracks.find((track) => track.labels['service'] === labels['service']) ?? tracks[0];
  return own?.looks ?? [];
}

/** When a condition held. */
export function trueSpans(condition: readonly Look[]): Span[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs, value } of condition) {
    if (value !== 1) continue;
    const last = spans.at(-1);
    if (last?.toMs === fromMs) last.toMs = toMs;
    else spans.push({ fromMs, toMs });
  }
  return spans;
}

/** What lies in both. */
export function common(some: readonly Span[], others: readonly Span[]): Span[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      const [fromMs, toMs] = [Math.max(one.fromMs, other.fromMs), Math.min(one.toMs, other.toMs)];
      return fromMs < toMs ? [{ fromMs, toMs }] : [];
    }),
  );
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

export function endsIn(spans: readonly Span[], { toMs: atMs }: Span): boolean {
  return spans.some(({ fromMs, toMs }) => atMs > fromMs && atMs <= toMs);
}
