import { z } from 'zod';
import type { Place } from '../diagnostic/place.ts';
import { formatDuration } from '../model/duration.ts';
import { pickedInOrder } from '../model/picked.ts';
import { checkShape } from './check-shape.ts';
import { duration, moment, seed, type CheckedMoment } from './fields.ts';
import type { Problems } from './problems.ts';

/** What the times of faults depend on. */
export interface LayContext {
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** Of random choices: that of the command line, which overrides the plan's, or that of the scenario. */
  readonly seed: { readonly chosen: number | undefined; readonly fallback: number };
}

export interface Laid {
  /** Raw, each with `at` and `for`; not checked any further. */
  readonly faults: readonly unknown[];
  /** What random choices depended on; null = there were none. */
  readonly seed: number | null;
}

type PlaceOf = (part: unknown) => Place;
type Raw = Readonly<Record<string, unknown>>;

const mostTimes = 100;

const sequence = z.strictObject({
  definedAt: z.string(),
  sequence: z.enum(['matrix', 'random']),
  faults: z.array(z.looseObject({})).min(1, 'it has at least one fault'),
  each: moment().optional(),
  quiet: duration(),
  at: moment().optional(),
  pick: z.int('expected a whole number').min(1, 'expected at least 1').optional(),
  seed: seed.optional(),
});

const repeat = z.strictObject({
  every: moment(),
  times: z.int('expected a whole number').min(1, 'expected at least 1').max(mostTimes, `expected at most ${mostTimes}`),
});

/** Gives every fault of a plan its time: what is repeated, or comes one at a time, becomes as many plain faults. */
export function layFaults(parts: readonly unknown[], context: LayContext, placeOf: PlaceOf, problems: Problems): Laid {
  let usedSeed: number | null = null;
  const faults = parts.flatMap((part) => {
    if (!isSequence(part)) return repeated(part, context, placeOf, problems);
    const shape = checkShape(sequence, part, part.sequence, () => placeOf(part), problems);
    if (shape === undefined) return [];
    if (shape.sequence === 'matrix') return inTurn(part.faults, shape, context, placeOf(part), placeOf, problems);
    usedSeed = context.seed.chosen ?? shape.seed ?? context.seed.fallback;
    const count = shape.pick ?? part.faults.length;
    if (count > part.faults.length) {
      problems.add(`random: picks ${count} of ${part.faults.length} faults`, placeOf(part), 'each comes at most once');
      return [];
    }
    const picked = pickedInOrder(part.faults, count, usedSeed);
    return inTurn(picked, shape, context, placeOf(part), placeOf, problems);
  });
  return { faults, seed: usedSeed };
}

/** The ids that faults have once they are laid, of a plan that is only asked for them; all that `random` may pick. */
export function laidIds(parts: readonly unknown[]): string[] {
  return parts.flatMap((part) => {
    if (isSequence(part)) return laidIds(part.faults);
    const { id, repeat: again } = (part ?? {}) as { id?: unknown; repeat?: { times?: unknown } };
    if (typeof id !== 'string') return [];
    const times = Math.min(mostTimes, Number(again?.times ?? 0)) || 0;
    return again === undefined ? [id] : numbered(id, times);
  });
}

function isSequence(part: unknown): part is Raw & { readonly sequence: string; readonly faults: readonly Raw[] } {
  const { sequence: kind, faults } = (part ?? {}) as Raw;
  return typeof kind === 'string' && Array.isArray(faults);
}

function numbered(id: string, times: number): string[] {
  return Array.from({ length: times }, (_, index) => `${id}-${index + 1}`);
}

/** Times as they are written in plans, so that laid faults are checked like all others. */
const written = (ms: number): string => `${Math.round(ms)}ms`;

function resolve(time: CheckedMoment, durationMs: number): number {
  return 'ms' in time ? time.ms : time.share * durationMs;
}

function repeated(part: unknown, { durationMs }: LayContext, placeOf: PlaceOf, problems: Problems): unknown[] {
  const { repeat: again, ...fault } = (part ?? {}) as Raw;
  if (again === undefined) return [part];
  const what = `fault "${String(fault['id'])}": repeat`;
  const shape = checkShape(repeat, again, what, () => placeOf(part), problems);
  if (shape === undefined) return [];
  const everyMs = resolve(shape.every, durationMs);
  if (everyMs === 0) {
    problems.add(`${what}: every is 0, so all would come at once`, placeOf(part));
    return [];
  }
  const at = moment().safeParse(fault['at']);
  // A time that is none is told where the first of them is checked.
  if (!at.success || typeof fault['id'] !== 'string') return [fault];
  const firstMs = resolve(at.data, durationMs);
  return numbered(fault['id'], shape.times).map((id, index) => ({
    ...fault,
    id,
    at: written(firstMs + index * everyMs),
  }));
}

/**
 * ```
 *  at    quiet     fault     quiet     fault     quiet
 *  |---------------[####]--------------[####]--------------|
 * ```
 */
function inTurn(
  faults: readonly Raw[],
  shape: z.output<typeof sequence>,
  { durationMs, warmUpMs }: LayContext,
  place: Place,
  placeOf: PlaceOf,
  problems: Problems,
): Raw[] {
  const length = (time: CheckedMoment) => resolve(time, durationMs);
  let atMs = shape.at === undefined ? warmUpMs : length(shape.at);
  const laid = faults.flatMap((fault): Raw[] => {
    const what = `fault "${String(fault['id'])}"`;
    for (const field of ['at', 'repeat']) {
      if (fault[field] === undefined) continue;
      problems.add(`${what}: a ${shape.sequence} says when its faults come: leave out ${field}`, placeOf(fault));
    }
    const own = fault['for'] === undefined ? shape.each : moment().safeParse(fault['for']).data;
    if (own === undefined && fault['for'] === undefined) {
      const hint = `give it for: '6s', or the ${shape.sequence} each: '6s'`;
      problems.add(`${what}: nothing says how long it lasts`, placeOf(fault), hint);
      return [];
    }
    const startMs = atMs + shape.quiet;
    const lengthMs = own === undefined ? 0 : length(own);
    atMs = startMs + lengthMs;
    return [{ ...fault, at: written(startMs), for: own === undefined ? fault['for'] : written(lengthMs) }];
  });
  const endMs = atMs + shape.quiet;
  if (endMs <= durationMs) return laid;
  problems.add(
    `${shape.sequence}: its last fault, with ${formatDuration(shape.quiet)} of quiet around each of ${faults.length}, ends at ${formatDuration(endMs)}, and the load at ${formatDuration(durationMs)}`,
    place,
    `--run-time ${Math.ceil(endMs / 1000)}s makes the load long enough`,
  );
  return [];
}
