import { z } from 'zod';
import { didYouMean } from '../diagnostic/nearest.ts';
import { formatDuration } from '../model/duration.ts';
import type { Place } from '../diagnostic/place.ts';
import { isCommandAction } from '../model/faults/command.ts';
import { leastFlapMs } from '../model/flapping.ts';
import type { FaultParam, PlannedFault } from '../model/plan.ts';
import { whyNoSuchReplicas } from './check-replicas.ts';
import { checkShape, shown } from './check-shape.ts';
import { haltShape, requireShape, type WrittenStops } from './check-stops.ts';
import type { CheckedService } from './service-shape.ts';
import { faultShapes, shapeOf } from './faults/fault-shapes.ts';
import { duration, moment, name, type CheckedMoment } from './fields.ts';
import { laidIds, layFaults, type LayContext } from './lay-faults.ts';
import { placeOfStack } from './place-of-stack.ts';
import type { Problems } from './problems.ts';

const timing = {
  definedAt: z.string(),
  id: name(),
  on: z.string('expected an edge such as api->db, or a service'),
  at: moment(),
  for: moment(),
  flapping: z.strictObject({ every: duration(), on: duration() }).optional(),
  hits: z.array(z.string()).min(1, 'name at least one step, or leave it out for all').optional(),
  replicas: z
    .array(z.int('expected a whole number').min(1, 'replicas are counted from 1'))
    .min(1, 'name at least one replica, or leave it out for all')
    .optional(),
};

const paramName = z.string().regex(/^[A-Za-z]\w*$/, 'expected a name of letters, digits and _');

const plan = z.strictObject({
  proofload: z.literal('fault-plan'),
  definedAt: z.string(),
  target: z.unknown(),
  journeys: z.array(z.unknown()),
  recovery: duration({ zero: true }),
  faults: z.array(z.unknown()).min(1, 'a fault plan has at least one fault'),
  params: z.record(
    paramName,
    z.union([z.string(), z.number(), z.boolean()], 'expected a text, a number, true or false'),
  ),
  faultsWith: z.unknown().optional(),
  require: requireShape.nullable(),
  halt: z.array(haltShape),
});

export interface CheckedFaultPlan {
  readonly file: string;
  readonly recoveryMs: number;
  readonly faults: readonly PlannedFault[];
  readonly params: Readonly<Record<string, FaultParam>>;
  /** What random faults were picked by; null = none were. */
  readonly seed: number | null;
  readonly stops: WrittenStops;
  readonly place: Place;
}

/** What a fault plan must fit: the load's length, the target's edges and services, the journeys' steps. */
export interface FaultContext extends LayContext {
  readonly edges: readonly string[];
  readonly services: Readonly<Record<string, CheckedService>>;
  /** Null: they are not known before the run. */
  readonly steps: readonly string[] | null;
  /** Why a kind of fault cannot be put on one of these edges. @default every kind can */
  readonly refusesOn?: (edge: string, kind: string) => { readonly message: string; readonly hint: string } | undefined;
}

/** The ids of the faults of a plan, for plans that are only asked what they call their faults. */
export function faultIds(value: unknown): string[] {
  const faults = (value as { faults?: unknown } | undefined)?.faults;
  return Array.isArray(faults) ? laidIds(faults) : [];
}

export function checkFaultPlan(
  value: unknown,
  file: string,
  context: FaultContext,
  problems: Problems,
): CheckedFaultPlan | undefined {
  const placeOf = (part: unknown) => {
    const stack = (part as { definedAt?: unknown } | null | undefined)?.definedAt;
    return (typeof stack === 'string' ? placeOfStack(stack) : undefined) ?? { file };
  };
  if ((value as { proofload?: unknown } | undefined)?.proofload !== 'fault-plan') {
    problems.add('the default export is no fault plan', { file }, 'export default defineFaultPlan({ … })');
    return undefined;
  }
  const shape = checkShape(plan, value, 'fault plan', () => placeOf(value), problems);
  if (shape === undefined) return undefined;
  const before = problems.count;
  const laid = layFaults(shape.faults, context, placeOf, problems);
  const placed = laid.faults.flatMap((part) => {
    const place = placeOf(part);
    const fault = checkFault(part, place, context, problems);
    return fault === undefined ? [] : [{ fault, place }];
  });
  checkTogether(placed, problems);
  if (problems.count > before) return undefined;
  const { params, recovery, require, halt } = shape;
  const { seed } = laid;
  const faults = placed.map(({ fault }) => fault);
  return { file, recoveryMs: recovery, faults, params, seed, stops: { require, halt }, place: placeOf(value) };
}

function checkFault(
  part: unknown,
  place: ReturnType<typeof placeOfStack>,
  { durationMs, edges, services, steps, refusesOn }: FaultContext,
  problems: Problems,
): PlannedFault | undefined {
  const { id, kind } = (part ?? {}) as { id?: unknown; kind?: unknown };
  const what = typeof id === 'string' ? `fault "${id}"` : 'fault';
  const known = shapeOf(String(kind));
  if (known === undefined) {
    problems.add(
      `${what}: there is no kind of fault ${shown(kind)}`,
      place,
      didYouMean(String(kind), Object.keys(faultShapes)),
    );
    return undefined;
  }
  const schema = z.strictObject({ ...timing, kind: z.string(), ...known.options });
  const options = checkShape(schema, part, what, () => place, problems);
  if (options === undefined) return undefined;
  const shape: z.output<z.ZodObject<typeof timing>> = options;
  const before = problems.count;
  const names = { edge: edges, service: Object.keys(services), machine: ['this machine'] }[known.on];
  const service = services[known.on === 'service' ? shape.on : (shape.on.split('->')[1] ?? '')];
  if (!names.includes(shape.on)) {
    problems.add(`${what}: the target has no ${known.on} "${shape.on}"`, place, didYouMean(shape.on, names));
  }
  const refusal = service && known.refuses?.(service);
  if (refusal !== undefined)
    problems.add(`${what}: ${kind as string} cannot be put on "${shape.on}": ${refusal}`, place);
  const refused = refusesOn?.(shape.on, String(kind));
  if (refused !== undefined) problems.add(`${what}: ${refused.message}`, place, refused.hint);
  const whyNot = shape.replicas && whyNoSuchReplicas(shape.on, shape.replicas, services);
  if (whyNot !== undefined) problems.add(`${what}: ${whyNot.message}`, place, whyNot.hint);
  for (const step of shape.hits ?? []) {
    if (steps?.includes(step) === false)
      problems.add(`${what}: no journey has the step "${step}"`, place, didYouMean(step, steps));
  }
  const resolve = (time: CheckedMoment): number => Math.round('ms' in time ? time.ms : time.share * durationMs);
  const startMs = resolve(shape.at);
  const endMs = startMs + resolve(shape.for);
  if (endMs === startMs) problems.add(`${what}: its length is 0`, place);
  if (endMs > durationMs) {
    problems.add(
      `${what}: it lasts from ${formatDuration(startMs)} to ${formatDuration(endMs)}, and the load ends at ${formatDuration(durationMs)}`,
      place,
      'begin earlier, or make it shorter',
    );
  }
  const { flapping } = shape;
  const whyNotFlapping = flapping && problemOfFlapping(flapping);
  if (whyNotFlapping !== undefined) problems.add(`${what}: ${whyNotFlapping}`, place);
  const times = { lengthMs: endMs - startMs, flaps: flapping !== undefined };
  for (const problem of known.problems?.(options, times) ?? []) problems.add(`${what}: ${problem}`, place);
  if (problems.count > before) return undefined;
  return {
    id: shape.id,
    on: shape.on,
    startMs,
    endMs,
    action: known.action(options),
    ...(flapping === undefined ? {} : { flapping: { periodMs: flapping.every, onMs: flapping.on } }),
    ...(shape.hits === undefined ? {} : { hits: shape.hits }),
    ...(shape.replicas === undefined ? {} : { replicas: [...new Set(shape.replicas)].sort((a, b) => a - b) }),
  };
}

function problemOfFlapping({ on, every }: { readonly on: number; readonly every: number }): string | undefined {
  const times = `flapping is on for ${formatDuration(on)} of every ${formatDuration(every)}`;
  if (on >= every) return `${times}, so never off`;
  if (Math.min(on, every - on) >= leastFlapMs) return undefined;
  return `${times}: it must be on and off for at least ${formatDuration(leastFlapMs)} each, or it may not be felt`;
}

/** Ids are phases and must differ; an edge takes several faults at once, a service one. */
function checkTogether(
  faults: readonly { readonly fault: PlannedFault; readonly place: Place }[],
  problems: Problems,
): void {
  faults.forEach(({ fault: one, place }, index) => {
    for (const { fault: other } of faults.slice(0, index)) {
      if (other.id === one.id) problems.add(`two faults are called "${one.id}"`, place);
      const isService = !one.on.includes('->') && !isCommandAction(one.action);
      if (isService && other.on === one.on && other.startMs < one.endMs && one.startMs < other.endMs) {
        problems.add(`faults "${other.id}" and "${one.id}" are on ${one.on} at the same time`, place);
      }
    }
  });
}
