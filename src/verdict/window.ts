import { isAtMost, metricOf } from '../model/metric.ts';
import type { Objective, Window } from '../model/slo.ts';
import { slotMs, type Span } from '../model/timeline.ts';
import { partsOf, type GroupedCells } from './cells.ts';
import type { Selection } from './during.ts';
import { selects } from './gather.ts';
import { holds } from './limit.ts';
import { exactly } from './quantile.ts';
import { minSamplesOf, windowSamplesOf } from './samples.ts';
import { judgeRolling, judgeSustained, type Bucket, type WindowFinding } from './streak.ts';
import { Gathered, measure, type Measured } from './value.ts';

/** Rolling windows begin this part of their length apart, and at least a slot. */
const windowParts = 30;
/** A sustained stretch is made of at least so many buckets. */
const sustainedParts = 4;

interface Piece extends Span {
  readonly gathered: Gathered;
}

/** How many samples each bucket of a window needs. */
export function bucketSamplesOf(objective: Objective, { kind }: Window): number {
  return kind === 'sustained' ? windowSamplesOf(objective) : (objective.minSamples ?? minSamplesOf(objective));
}

/**
 * What the windows of an objective come to, for any limit.
 *
 * A sustained window is made of buckets of whole slots, long enough to hold twice the samples that one needs at the run's
 * mean. Phases that are asked for together and follow one another are one stretch.
 */
export function windowJudge(
  objective: Objective,
  window: Window,
  selection: Selection,
  cells: GroupedCells,
): (limit: number) => WindowFinding {
  const needed = bucketSamplesOf(objective, window);
  const slots = readSlots(objective, selection, cells);
  const isKnown = partsOf(cells, objective).some((part) => part !== null);
  const pieces = slots.map((span) => cut(span, pieceMs(slots, window, needed, objective)));
  const asked = window.kind === 'sustained' ? pieces : pieces.map((span) => windowsOf(span, window.lengthMs));
  return (limit) => {
    const spans = asked.map((span) => span.map((piece) => bucketOf(piece, objective, limit, needed, isKnown)));
    const atMost = isAtMost(objective);
    return window.kind === 'sustained'
      ? judgeSustained(spans, window.lengthMs, atMost)
      : judgeRolling(spans, window.allowed, atMost);
  };
}

/** The first second of the selected phases that misses the target by itself, in ms since t0; null = none does. */
export function firstMiss(objective: Objective, selection: Selection, cells: GroupedCells): number | null {
  const seconds = readSlots(objective, selection, cells).flatMap((span) => cut(span, slotMs));
  return seconds.find((piece) => bucketOf(piece, objective, objective.target, 1, true).state === 'bad')?.fromMs ?? null;
}

/**
 * Each slot of the selected phases with what started in it; a list for each stretch without a gap.
 *
 * What started before and ran into a fault is at the edge of the fault: it is in the first slot of that edge.
 */
function readSlots(objective: Objective, selection: Selection, cells: GroupedCells): Piece[][] {
  const { assignment, timeline, bySlot } = cells;
  const parts = partsOf(cells, objective);
  const isRate = metricOf(objective).kind === 'counter';
  const spans: Piece[][] = [];
  for (let at = 0, isOpen = false; at < timeline.endMs; at = assignment.slotEnd(at)) {
    const { phases, toMs } = assignment.slot(at);
    const isSelected = selects(selection, phases, isRate);
    if (isSelected) {
      const piece = { fromMs: at, toMs: Math.min(toMs, timeline.endMs), gathered: new Gathered() };
      piece.gathered.durationMs = piece.toMs - at;
      if (isOpen) spans.at(-1)?.push(piece);
      else spans.push([piece]);
    }
    isOpen = isSelected;
  }
  const all = spans.flat();
  const bySlotStart = new Map(all.map((piece) => [piece.fromMs, piece]));
  for (const inSlot of bySlot.values()) {
    const { slot } = inSlot;
    inSlot.series.forEach((series, i) => {
      const part = parts[series] ?? null;
      if (part === null) return;
      const cell = inSlot.cell(i);
      const crosses = !isRate && assignment.crosses(slot, cell.endMs);
      const phases = crosses ? assignment.crossed(slot, cell.endMs) : slot.phases;
      if (!selects(selection, phases, isRate)) return;
      const piece = bySlotStart.get(slot.fromMs) ?? all.find(({ fromMs }) => fromMs >= slot.fromMs);
      piece?.gathered.add(part, cell);
    });
  }
  return spans;
}

/** How long the pieces are that windows are made of. */
function pieceMs(spans: readonly Piece[][], window: Window, needed: number, objective: Objective): number {
  const inSlots = (ms: number) => Math.max(1, Math.floor(ms / slotMs)) * slotMs;
  if (window.kind === 'rolling') return inSlots(window.lengthMs / windowParts);
  const { samples } = measure(objective, together(spans.flat()));
  const lengthMs = spans.flat().reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  const wantedMs = Math.ceil((2 * needed * lengthMs) / samples / slotMs) * slotMs;
  return Math.min(wantedMs, inSlots(window.lengthMs / sustainedParts));
}

/** Pieces of whole slots that are at least `lengthMs` long; what is left over at the end belongs to the last. */
function cut(slots: readonly Piece[], lengthMs: number): Piece[] {
  const groups: Piece[][] = [];
  for (const slot of slots) {
    const open = groups.at(-1);
    if (open === undefined || slot.fromMs - (open[0]?.fromMs ?? 0) >= lengthMs) groups.push([slot]);
    else open.push(slot);
  }
  const last = groups.at(-1);
  if (groups.length > 1 && last !== undefined && spanOf(last).toMs - spanOf(last).fromMs < lengthMs) {
    groups.pop();
    groups.at(-1)?.push(...last);
  }
  return groups.map((group) => ({ ...spanOf(group), gathered: together(group) }));
}

/** The windows that begin with each piece and are at least `lengthMs` long. */
function windowsOf(pieces: readonly Piece[], lengthMs: number): Piece[] {
  const windows: Piece[] = [];
  for (let first = 0, end = 0; first < pieces.length; first++) {
    const fromMs = pieces[first]?.fromMs ?? 0;
    while (end < pieces.length && (pieces[end - 1]?.toMs ?? 0) - fromMs < lengthMs) end++;
    const inside = pieces.slice(first, end);
    if (spanOf(inside).toMs - fromMs < lengthMs) break;
    windows.push({ ...spanOf(inside), gathered: together(inside) });
  }
  return windows;
}

/** @param isKnown whether the run has the metric: then a bucket without any holds none of what is counted */
function bucketOf(
  { fromMs, toMs, gathered }: Piece,
  objective: Objective,
  limit: number,
  needed: number,
  isKnown: boolean,
): Bucket {
  let measured: Measured = measure(objective, gathered);
  const isCount = metricOf(objective).kind === 'counter';
  if (isCount && isKnown && measured.estimate === null) measured = { ...measured, estimate: exactly(0) };
  const holding = holds(objective, gathered, measured, limit, isCount ? 0 : needed);
  return { fromMs, toMs, state: states[holding], value: measured.estimate };
}

const states = { holds: 'good', missed: 'bad', unknown: 'unknown' } as const;

function spanOf(pieces: readonly Span[]): Span {
  return { fromMs: pieces[0]?.fromMs ?? 0, toMs: pieces.at(-1)?.toMs ?? 0 };
}

function together(pieces: readonly Piece[]): Gathered {
  const sum = new Gathered();
  for (const { gathered } of pieces) sum.merge(gathered);
  return sum;
}
