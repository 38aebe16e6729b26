import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Span } from '../model/timeline.ts';
import type { Selection } from './during.ts';
import type { Evidence } from './evidence.ts';
import { selects } from './gather.ts';
import type { Holding } from './limit.ts';
import type { Finding } from './objective.ts';
import { phasesOf, phaseSpans } from './phases.ts';
import { tellGaps } from './sampled-gaps.ts';
import { common, conditionOf, endsIn, lengthOf, trueSpans } from './sampled-while.ts';
import { gapMs, tracksOf, type Look, type Track } from './sampled-tracks.ts';
import {
  compare,
  provesMissed,
  samplesIn,
  samplesNeeded,
  statisticOf,
  type SampledObjective,
} from './sampled-value.ts';
import { sampledWindows } from './sampled-window.ts';
import type { WindowFinding } from './streak.ts';
import { passes } from './where.ts';
import { quantity } from './wording.ts';

/** So much of the phases may be without samples, and so many intervals in any case. */
const [uncoveredShare, uncoveredIntervals] = [0.2, 2];

type SampledEvidence = Pick<Evidence, 'plan' | 'timeline' | 'sampled'>;

/** What is known of one track in the phases that an objective is about. */
interface TrackFinding {
  readonly track: Track;
  readonly looks: readonly Look[];
  readonly measured: Finding['measured'];
  readonly windows: WindowFinding | null;
  readonly against: (limit: number) => Holding;
  readonly spans: readonly Span[];
  /** How much of them no sample speaks for. */
  readonly openMs: number;
  readonly isCovered: boolean;
}

/**
 * What the samples of a metric come to. Every series is judged by itself and the worst decides; a service that should have
 * told and did not counts as a series of which nothing is known.
 */
export function findSampled(objective: SampledObjective, selection: Selection, evidence: SampledEvidence): Finding {
  const { target, critical } = objective;
  const minSamples = samplesNeeded(objective);
  const found = tracksIn(objective, evidence).map((track) =>
    judgeTrack(objective, track, selection, evidence, minSamples),
  );
  const all = (limit: number): Holding => worstOf(found.map(({ against }) => against(limit)));
  const [worst] = [...found].sort((a, b) => order(objective, a, b));
  return {
    measured: worst?.measured ?? { estimate: null, samples: 0, untimed: 0, unfinished: null },
    minSamples: objective.window === undefined ? minSamples : 1,
    target: all(target),
    critical: critical === null ? null : all(critical),
    windows: worst?.windows ?? null,
    note: worst === undefined ? null : noteOf(objective, worst, found, evidence, minSamples),
  };
}

/** The tracks that there are, and an empty one for each service that is asked and told nothing. */
function tracksIn(objective: SampledObjective, { plan, sampled }: SampledEvidence): Track[] {
  const { metric, signal, where } = objective;
  const { probes = [], sampleEveryMs = 1000 } = plan.target;
  const tracks = tracksOf(sampled, metric, signal, sampleEveryMs);
  const silent = probes.filter(
    (probe) => probe.metric === metric && !tracks.some(({ labels }) => labels['service'] === probe.service),
  );
  // What other labels a silent service would have told is not known: it may be the very one that is asked for.
  const { service: wanted } = where;
  const none = silent
    .map(({ service }): Track => ({ labels: { service }, bounds: [], looks: [] }))
    .filter(({ labels }) => wanted === undefined || passes(labels, { service: wanted }));
  return [...tracks.filter(({ labels }) => passes(labels, where)), ...none];
}

function judgeTrack(
  objective: SampledObjective,
  track: Track,
  selection: Selection,
  evidence: SampledEvidence,
  minSamples: number,
): TrackFinding {
  const { plan, timeline } = evidence;
  const { sampleEveryMs: everyMs = 1000 } = plan.target;
  const { window } = objective;
  const inPhase = phaseSpans(timeline).filter(({ phase }) => selects(selection, [phase], true));
  const condition = conditionOf(objective, track, evidence);
  const held = condition === null ? null : trueSpans(condition);
  const spans = held === null ? inPhase : common(inPhase, held);
  const looks = track.looks.filter(
    (look) => selects(selection, phasesOf(look, timeline), true) && (held === null || endsIn(held, look)),
  );
  // A second that straddles the end of a phase says enough of it; a gap that does has its counts elsewhere.
  const own = new Set(looks);
  const telling = track.looks.filter((look) => own.has(look) || look.toMs - look.fromMs <= gapMs(everyMs));
  const isConditionKnown = condition === null || isEnough(inPhase, openIn(inPhase, condition), everyMs);
  const openMs = openIn(spans, telling);
  const isCovered = isConditionKnown && isEnough(spans, openMs, everyMs);
  const lengthMs = lengthOf(spans);
  const samples = samplesIn(objective, looks);
  const measured = { samples, untimed: 0, unfinished: null };
  if (window !== undefined) {
    const judge = sampledWindows(objective, window, track.bounds, looks, spans, everyMs);
    const windows = judge(objective.target);
    const against = (limit: number): Holding => {
      const { holding } = judge(limit);
      return holding === 'holds' && !isConditionKnown ? 'unknown' : holding;
    };
    return {
      track,
      looks,
      spans,
      openMs,
      isCovered,
      windows,
      against,
      measured: { ...measured, estimate: windows.value },
    };
  }
  const estimate = statisticOf(objective, track.bounds, looks);
  const against = (limit: number): Holding => {
    if (estimate !== null && isCovered && samples >= minSamples) return compare(objective, estimate, limit);
    return provesMissed(objective, looks, limit, { lengthMs, looks: lengthMs / everyMs }) ? 'missed' : 'unknown';
  };
  return { track, looks, spans, openMs, isCovered, windows: null, against, measured: { ...measured, estimate } };
}

/** How much of some spans no look speaks for, whichever phase it is given to. */
function openIn(spans: readonly Span[], looks: readonly Look[]): number {
  return lengthOf(spans) - lengthOf(common(spans, looks));
}

/** Whether nearly all of some spans is known. */
function isEnough(spans: readonly Span[], openMs: number, everyMs: number): boolean {
  return openMs <= Math.max(uncoveredShare * lengthOf(spans), uncoveredIntervals * everyMs);
}

/** Of no series at all nothing is known. */
function worstOf(holdings: readonly Holding[]): Holding {
  if (holdings.length === 0) return 'unknown';
  return (['missed', 'unknown'] as const).find((worst) => holdings.includes(worst)) ?? 'holds';
}

const severity: Readonly<Record<Holding, number>> = { missed: 0, unknown: 1, holds: 2 };

/** The track that decides is first: missed before unknown, and then the worse value. */
function order(objective: SampledObjective, a: TrackFinding, b: TrackFinding): number {
  const limit = objective.critical ?? objective.target;
  const byHolding = severity[a.against(limit)] - severity[b.against(limit)];
  if (byHolding !== 0) return byHolding;
  const side = (one: TrackFinding): number => {
    const { estimate } = one.measured;
    if (estimate === null) return -Infinity;
    return isAtMost(objective) ? estimate.high : -estimate.low;
  };
  return side(b) - side(a);
}

/** Which series decided, and what is not known of it. */
function noteOf(
  objective: SampledObjective,
  { track, looks, measured, ...gaps }: TrackFinding,
  found: readonly TrackFinding[],
  evidence: SampledEvidence,
  minSamples: number,
): string {
  const name = Object.entries(track.labels).map(([label, value]) =>
    label === 'service' ? value : `${label} ${value}`,
  );
  const parts = [`of ${name.join(', ')}${found.length > 1 ? `, the worst of ${found.length} series` : ''}`];
  parts.push(...tellGaps(objective, track, { ...gaps, hasLooks: looks.length > 0 }, minSamples, evidence));
  const { estimate } = measured;
  const [low, high] = [estimate?.low ?? 0, estimate?.high ?? 0];
  if (objective.stat === 'slope' && estimate === null) parts.push('the time is too short to tell a growth');
  else if (objective.stat === 'slope')
    parts.push(`between ${told(low, objective)} and ${told(high, objective)} with 95 %`);
  const { target } = objective;
  if (objective.signal.kind === 'histogram' && low < target && high > target) {
    parts.push(
      `no bucket of the service ends at ${told(target, objective)}, so it may be up to ${told(high, objective)}`,
    );
  }
  return parts.join('; ');
}

function told(value: number, objective: SampledObjective): string {
  return Number.isFinite(value) ? quantity(value, unitOf(metricOf(objective), objective.stat)) : 'any value';
}
