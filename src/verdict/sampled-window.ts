import { isAtMost } from '../model/metric.ts';
import type { Window } from '../model/slo.ts';
import type { Span } from '../model/timeline.ts';
import type { Look, Track } from './sampled-tracks.ts';
import { compare, statisticOf, type SampledObjective } from './sampled-value.ts';
import { judgeRolling, judgeSustained, type Bucket, type WindowFinding } from './streak.ts';

/** Looks of one stretch of the phases; null stands for a time without any. */
interface Piece extends Span {
  readonly looks: readonly Look[];
}

/** Of a rolling window so much must be known. */
const leastKnown = 0.8;

/**
 * What the windows of an objective come to on one track, for any limit. A sustained window is made of its samples, one by
 * one; a rolling one begins with each sample and has its own statistic.
 *
 * @param spans the phases, which looks lie in
 */
export function sampledWindows(
  objective: SampledObjective,
  window: Window,
  bounds: Track['bounds'],
  looks: readonly Look[],
  spans: readonly Span[],
  everyMs: number,
): (limit: number) => WindowFinding {
  const stretches = spans.map((span) => piecesOf(span, looks, everyMs)).filter((pieces) => pieces.length > 0);
  const asked = window.kind === 'sustained' ? stretches : stretches.map((one) => rolled(one, window.lengthMs));
  return (limit) => {
    const buckets = asked.map((pieces) => pieces.map((piece) => bucketOf(objective, bounds, piece, limit)));
    const atMost = isAtMost(objective);
    return window.kind === 'sustained'
      ? judgeSustained(buckets, window.lengthMs, atMost)
      : judgeRolling(buckets, window.allowed, atMost);
  };
}

/** The looks that end within a span, with what lies between them where that is longer than it should be. */
function piecesOf({ fromMs, toMs }: Span, looks: readonly Look[], everyMs: number): Piece[] {
  const pieces: Piece[] = [];
  let untilMs = fromMs;
  const gap = (nextMs: number) => {
    if (nextMs - untilMs > everyMs) pieces.push({ fromMs: untilMs, toMs: nextMs, looks: [] });
  };
  for (const look of looks.filter((one) => one.toMs > fromMs && one.toMs <= toMs)) {
    gap(look.fromMs);
    pieces.push({ fromMs: look.fromMs, toMs: look.toMs, looks: [look] });
    untilMs = look.toMs;
  }
  gap(toMs);
  return pieces;
}

/** The windows that begin with each piece and are at least `lengthMs` long. */
function rolled(pieces: readonly Piece[], lengthMs: number): Piece[] {
  return pieces.flatMap(({ fromMs }, index) => {
    const end = pieces.findIndex(({ toMs }, at) => at >= index && toMs - fromMs >= lengthMs);
    if (end < 0) return [];
    const inside = pieces.slice(index, end + 1);
    return [{ fromMs, toMs: inside.at(-1)?.toMs ?? fromMs, looks: inside.flatMap(({ looks }) => looks) }];
  });
}

function bucketOf(
  objective: SampledObjective,
  bounds: Track['bounds'],
  { fromMs, toMs, looks }: Piece,
  limit: number,
): Bucket {
  const known = looks.reduce((sum, look) => sum + look.toMs - look.fromMs, 0);
  const value = known < leastKnown * (toMs - fromMs) ? null : statisticOf(objective, bounds, looks);
  if (value === null) return { fromMs, toMs, state: 'unknown', value };
  const states = { holds: 'good', missed: 'bad', unknown: 'unknown' } as const;
  return { fromMs, toMs, state: states[compare(objective, value, limit)], value };
}
