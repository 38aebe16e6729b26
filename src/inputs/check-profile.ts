import { z } from 'zod';
import type { Place } from '../diagnostic/place.ts';
import { formatDuration } from '../model/duration.ts';
import { highestLevel, lengthOf, type CurvePoint, type LoadCurve } from '../model/load-curve.ts';
import type { PlannedProfile, PlannedThink } from '../model/plan.ts';
import { checkShape } from './check-shape.ts';
import { think } from './check-think.ts';
import { duration } from './fields.ts';
import type { Problems } from './problems.ts';

const level = z.number('expected a number').min(0, 'expected 0 or more').max(1_000_000, 'expected at most 1000000');
const stage = z.union(
  [
    z.strictObject({ at: level, for: duration({ zero: true }) }),
    z.strictObject({ to: level, over: duration({ zero: true }) }),
  ],
  "expected { at: level, for: '1m' } or { to: level, over: '30s' }",
);

const profile = z.strictObject({
  proofload: z.literal('profile', 'expected what users(), rate() or breakpoint() gives'),
  definedAt: z.string(),
  model: z.enum(['closed', 'open']),
  level: level.optional(),
  for: duration().optional(),
  rampUp: duration({ zero: true }).default(0),
  stages: z.array(stage).min(1, 'expected at least one stage').optional(),
  warmUp: duration({ zero: true }).optional(),
  think: think.optional(),
  maxUsers: z.int('expected a whole number').min(1).max(50_000, 'expected at most 50000').optional(),
  breakpoint: z
    .strictObject({ sustained: duration().default(10_000), of: z.array(z.string()).min(1).optional() })
    .optional(),
});

type WrittenProfile = z.output<typeof profile>;

export interface CheckedProfile {
  readonly planned: PlannedProfile;
  /** Instead of what the journeys say. */
  readonly think: PlannedThink | null;
}

export function checkProfile(
  value: unknown,
  name: string,
  place: Place,
  problems: Problems,
): CheckedProfile | undefined {
  const before = problems.count;
  const written = checkShape(profile, value, 'profile', () => place, problems);
  if (written === undefined) return undefined;
  const curve = curveOf(written);
  const durationMs = lengthOf(curve);
  const most = highestLevel(curve);
  const warmUpMs = written.warmUp ?? written.rampUp;
  const length = formatDuration(durationMs);
  if (most === 0) problems.add('profile: there is no load at all', place);
  if (written.model === 'closed' && curve.some(({ level }) => !Number.isInteger(level))) {
    problems.add('profile: expected a whole number of users', place);
  }
  if (written.model === 'closed' && most > 50_000) problems.add('profile: expected at most 50000 users', place);
  if (durationMs < 1000)
    problems.add(`profile: the load lasts for ${length}, and k6 cannot run for less than 1 s`, place);
  if (written.rampUp >= durationMs) {
    problems.add(`profile: rampUp ${formatDuration(written.rampUp)} is not shorter than the load, ${length}`, place);
  }
  if (warmUpMs >= durationMs) {
    problems.add(`profile: warmUp ${formatDuration(warmUpMs)} is not shorter than the load, ${length}`, place);
  }
  if (problems.count > before) return undefined;
  return {
    planned: {
      name,
      model: written.model,
      curve,
      maxUsers: written.model === 'closed' ? most : (written.maxUsers ?? Math.ceil(most * 2)),
      warmUpMs,
      durationMs,
      breakpoint:
        written.breakpoint === undefined
          ? null
          : { sustainedMs: written.breakpoint.sustained, of: written.breakpoint.of ?? null },
    },
    think: written.think ?? null,
  };
}

function curveOf({ level: only = 0, for: length = 0, rampUp, stages }: WrittenProfile): LoadCurve {
  if (stages === undefined) {
    const end = { atMs: length, level: only };
    return rampUp === 0 ? [{ atMs: 0, level: only }, end] : [{ atMs: 0, level: 0 }, { atMs: rampUp, level: only }, end];
  }
  const points: CurvePoint[] = [];
  for (const one of stages) {
    const { atMs, level } = points.at(-1) ?? { atMs: 0, level: 0 };
    if ('at' in one) points.push({ atMs, level: one.at }, { atMs: atMs + one.for, level: one.at });
    else points.push({ atMs, level }, { atMs: atMs + one.over, level: one.to });
  }
  return points.filter(
    (point, index) => index === 0 || point.atMs !== points[index - 1]?.atMs || point.level !== points[index - 1]?.level,
  );
}
