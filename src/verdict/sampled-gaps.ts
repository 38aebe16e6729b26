import { missedSeries } from '../model/signal.ts';
import type { Evidence } from './evidence.ts';
import type { Track } from './sampled-tracks.ts';
import type { SampledObjective } from './sampled-value.ts';

/** Why samples of a track are missing, and how often; null when nobody said. The most frequent reason is told. */
export function whyMissed(
  { metric }: SampledObjective,
  { labels: { service } }: Track,
  { plan, sampled }: Pick<Evidence, 'plan' | 'sampled'>,
): string | null {
  const ask = plan.target.probes?.find((probe) => probe.metric === metric && probe.service === service)?.ask.kind;
  const missed = sampled.filter(
    ({ name, labels }) =>
      name === missedSeries &&
      labels['service'] === service &&
      labels['ask'] === ask &&
      (labels['metric'] === undefined || labels['metric'] === metric),
  );
  const [most] = [...missed].sort((a, b) => b.points.length - a.points.length);
  if (most === undefined) return null;
  const times = missed.reduce((sum, { points }) => sum + points.length, 0);
  return `${service ?? ''} gave none ${times} ${times === 1 ? 'time' : 'times'}, mostly: ${most.labels['why'] ?? ''}`;
}
