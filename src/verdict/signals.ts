import { unitOf, metricOf } from '../model/metric.ts';
import type { PlannedTarget } from '../model/plan.ts';
import type { SampledSeries } from '../model/record.ts';
import type { Signal } from '../model/signal.ts';
import type { SignalResult } from '../model/course.ts';
import { tracksOf, type Look, type Track } from './sampled-tracks.ts';

/** More stretches than a chart has room for say nothing. */
const mostPoints = 120;

/** What services told while the load ran, made small for charts. Histograms have too many numbers for one line. */
export function signalResults(
  sampled: readonly SampledSeries[],
  { probes = [], sampleEveryMs = 1000 }: PlannedTarget,
): SignalResult[] {
  const signals = new Map(probes.map(({ metric, signal }) => [metric, signal]));
  return [...signals].flatMap(([name, signal]) => {
    if (signal.kind === 'histogram') return [];
    const unit = unitOf(metricOf({ metric: name, signal }), null);
    return tracksOf(sampled, name, signal, sampleEveryMs)
      .filter(({ looks }) => looks.length > 0)
      .map((track) => ({ name, unit, labels: track.labels, points: pointsOf(track, signal) }));
  });
}

function pointsOf({ looks }: Track, signal: Signal): SignalResult['points'] {
  const size = Math.ceil(looks.length / mostPoints);
  return Array.from({ length: Math.ceil(looks.length / size) }, (_, index) => {
    let [toMs, least, most] = [0, Infinity, -Infinity];
    for (const look of looks.slice(index * size, (index + 1) * size)) {
      const value = valueOf(look, signal);
      ({ toMs } = look);
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return [toMs, least, most] as const;
  }).flatMap(([toMs, least, most]) => (least > most ? [] : [[toMs, rounded(least), rounded(most)] as const]));
}

function valueOf({ value, whole, fromMs, toMs }: Look, { kind, perMinute }: Signal): number {
  if (kind === 'ratio') return value / whole;
  if (kind === 'count') return (value / (toMs - fromMs)) * (perMinute === true ? 60_000 : 1000);
  return value;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
