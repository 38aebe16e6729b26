import { missedSeries } from '../model/signal.ts';
import { formatDuration } from '../model/duration.ts';
import type { Span } from '../model/timeline.ts';
import type { Evidence } from './evidence.ts';
import { lengthOf } from './sampled-while.ts';
import { gapMs, type Track } from './sampled-tracks.ts';
import { countsLooks, roomForLooks, type SampledObjective } from './sampled-value.ts';

type SampledEvidence = Pick<Evidence, 'plan' | 'sampled'>;

/** What samples leave unknown of the phases that an objective is about. */
interface Gaps {
  readonly spans: readonly Span[];
  /** How much of them no sample speaks for. */
  readonly openMs: number;
  /** Whether what is known is enough. */
  readonly isCovered: boolean;
  readonly hasLooks: boolean;
}

/** What is not known of the time, why, and what to do about it. @param minSamples so many are needed */
export function tellGaps(
  objective: SampledObjective,
  track: Track,
  { spans, openMs, isCovered, hasLooks }: Gaps,
  minSamples: number,
  evidence: SampledEvidence,
): string[] {
  const { sampleEveryMs: everyMs = 1000 } = evidence.plan.target;
  const told: string[] = [];
  if (!isCovered) told.push(`${hasLooks ? 'not enough' : 'nothing'} of the time is known`);
  else if (openMs > gapMs(everyMs)) told.push(`${formatDuration(openMs)} of the time is not known`);
  if (told.length > 0) told.push(...whyMissed(objective, track, evidence));
  if (objective.window === undefined && countsLooks(objective) && roomForLooks(spans, everyMs) < minSamples) {
    const [length, every] = [lengthOf(spans), everyMs].map(formatDuration);
    told.push(
      `${length} are too short for ${minSamples} samples ${every} apart: lower sampleEvery of the target, or let it last longer`,
    );
  }
  return told;
}

/** Why samples of a track are missing, and how often; nothing when nobody said. The most frequent reason is told. */
function whyMissed(
  { metric }: SampledObjective,
  { labels: { service } }: Track,
  { plan, sampled }: SampledEvidence,
): string[] {
  const ask = plan.target.probes?.find((probe) => probe.metric === metric && probe.service === service)?.ask.kind;
  const missed = sampled.filter(
    ({ name, labels }) =>
      name === missedSeries &&
      labels['service'] === service &&
      labels['ask'] === ask &&
      (labels['metric'] === undefined || labels['metric'] === metric),
  );
  const [most] = [...missed].sort((a, b) => b.points.length - a.points.length);
  if (most === undefined) return [];
  const times = missed.reduce((sum, { points }) => sum + points.length, 0);
  return [`${service ?? ''} gave none ${times} ${times === 1 ? 'time' : 'times'}, mostly: ${most.labels['why'] ?? ''}`];
}
