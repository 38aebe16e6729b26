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
  const points: SignalResult['points'][number][] = [];
  for (let from = 0; from < looks.length; from += size) {
    let [toMs, least, most] = [0, Infinity, -Infinity];
    for (let index = from; index < Math.min(from + size, looks.length); index++) {
      const look = looks[index] as Look;
      const value = valueOf(look, signal);
      toMs = look.toMs;
      if (!Number.isFinite(value)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (least <= most) points.push([toMs, rounded(least), rounded(most)]);
  }
  return points;
}

function valueOf({ value, whole, fromMs, toMs }: Look, { kind, perMinute }: Signal): number {
  if (kind === 'ratio') return value / whole;
  if (kind === 'count') return (value / (toMs - fromMs)) * (perMinute === true ? 60_000 : 1000);
  return value;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
