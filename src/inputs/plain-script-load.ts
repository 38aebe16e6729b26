import { z } from 'zod';
import { parseDuration } from '../model/duration.ts';
import { levelAt, type CurvePoint, type LoadCurve } from '../model/load-curve.ts';

/** As k6 prints durations: `1h2m3.5s`, `500ms`, `0s`. */
const time = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms === undefined) context.addIssue(`${text} is no duration`);
  return ms ?? 0;
});
const orElse = <T extends z.ZodType, D>(schema: T, value: D) => schema.nullish().transform((given) => given ?? value);

const stages = orElse(z.array(z.object({ duration: time, target: z.number() })), []);
/** The defaults are those of k6, which prints null for them. */
const every = { startTime: orElse(time, 0), gracefulStop: orElse(time, 30_000) };
const iterations = { ...every, vus: orElse(z.number(), 1), maxDuration: orElse(time, 600_000) };

/** k6's executors, as `k6 inspect --execution-requirements` prints them. */
export const executor = z.discriminatedUnion('executor', [
  z.object({ executor: z.literal('shared-iterations'), ...iterations }),
  z.object({ executor: z.literal('per-vu-iterations'), ...iterations }),
  z.object({ executor: z.literal('constant-vus'), ...every, vus: orElse(z.number(), 1), duration: time }),
  z.object({ executor: z.literal('ramping-vus'), ...every, startVUs: orElse(z.number(), 1), stages }),
  z.object({
    executor: z.literal('constant-arrival-rate'),
    ...every,
    rate: z.number(),
    timeUnit: orElse(time, 1000),
    duration: time,
  }),
  z.object({
    executor: z.literal('ramping-arrival-rate'),
    ...every,
    startRate: orElse(z.number(), 0),
    timeUnit: orElse(time, 1000),
    stages,
  }),
]);

export type Executor = z.output<typeof executor>;

export function isOpen({ executor: kind }: Executor): boolean {
  return kind === 'constant-arrival-rate' || kind === 'ramping-arrival-rate';
}

/** Whether it ends when its work is done, not at a time. */
export function endsWhenDone({ executor: kind }: Executor): boolean {
  return kind === 'shared-iterations' || kind === 'per-vu-iterations';
}

/** Users, or arrivals a second, from the executor's own start to its end, without graceful stops. */
export function curveOf(one: Executor): LoadCurve {
  const points = ownCurve(one);
  if (one.startTime === 0) return points;
  return [
    { atMs: 0, level: 0 },
    { atMs: one.startTime, level: 0 },
    ...points.map(({ atMs, level }) => ({ atMs: one.startTime + atMs, level })),
  ];
}

function ownCurve(one: Executor): LoadCurve {
  switch (one.executor) {
    case 'shared-iterations':
    case 'per-vu-iterations':
      return level(one.vus, one.maxDuration);
    case 'constant-vus':
      return level(one.vus, one.duration);
    case 'ramping-vus':
      return ramp(one.startVUs, one.stages, 1000);
    case 'constant-arrival-rate':
      return level((one.rate * 1000) / one.timeUnit, one.duration);
    case 'ramping-arrival-rate':
      return ramp(one.startRate, one.stages, one.timeUnit);
  }
}

function level(value: number, lengthMs: number): LoadCurve {
  return [
    { atMs: 0, level: value },
    { atMs: lengthMs, level: value },
  ];
}

function ramp(start: number, through: Extract<Executor, { stages: unknown }>['stages'], unitMs: number): LoadCurve {
  const points: CurvePoint[] = [{ atMs: 0, level: (start * 1000) / unitMs }];
  for (const { duration, target } of through) {
    points.push({ atMs: (points.at(-1)?.atMs ?? 0) + duration, level: (target * 1000) / unitMs });
  }
  return points;
}

/** All of them together. At a step the level before it and the level after it. */
export function sumOf(curves: readonly LoadCurve[]): LoadCurve {
  const times = [...new Set(curves.flatMap((curve) => curve.map(({ atMs }) => atMs)))].sort((a, b) => a - b);
  const sum = (at: (curve: LoadCurve) => number): number => curves.reduce((total, curve) => total + at(curve), 0);
  return times.flatMap((atMs, index) => {
    const before = { atMs, level: sum((curve) => levelBefore(curve, atMs)) };
    const after = { atMs, level: sum((curve) => levelAt(curve, atMs)) };
    if (index === 0) return [after];
    return index === times.length - 1 || before.level === after.level ? [before] : [before, after];
  });
}

/** The level that the curve comes to a moment with. */
function levelBefore(curve: LoadCurve, atMs: number): number {
  const index = curve.findIndex((point, i) => i > 0 && point.atMs >= atMs && (curve[i - 1]?.atMs ?? 0) < atMs);
  const [from, to] = [curve[index - 1], curve[index]];
  if (from === undefined || to === undefined) return 0;
  return from.level + ((to.level - from.level) * (atMs - from.atMs)) / (to.atMs - from.atMs);
}
