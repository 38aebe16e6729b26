import type { Place } from '../diagnostic/place.ts';
import { formatDuration } from '../model/duration.ts';
import { longestMs } from '../model/timeline.ts';
import { highestLevel, lengthOf, type CurvePoint, type LoadCurve } from '../model/load-curve.ts';
import type { PlannedProfile, PlannedThink } from '../model/plan.ts';
import type { LoadOverrides } from './check-overrides.ts';
import { checkShape } from './check-shape.ts';
import { overrideLoad } from './override-load.ts';
import { mostUsers, profileShape, type WrittenProfile } from './profile-shape.ts';
import type { Problems } from './problems.ts';

/** A profile of which it may not be known yet how many users it needs: an open one need not say it. */
export type UnsizedProfile = Omit<PlannedProfile, 'maxUsers'> & { readonly maxUsers: number | null };

export interface CheckedProfile {
  readonly planned: UnsizedProfile;
  /** Instead of what the journeys say. */
  readonly think: PlannedThink | null;
}

/** @param placeOf place of a field of the profile */
export function checkProfile(
  value: unknown,
  name: string,
  overrides: LoadOverrides,
  placeOf: (path: readonly PropertyKey[], key?: string) => Place,
  problems: Problems,
): CheckedProfile | undefined {
  const before = problems.count;
  const shape = checkShape(profileShape, value, 'profile', placeOf, problems);
  if (shape === undefined) return undefined;
  checkFields(shape, placeOf, problems);
  const written = overrideLoad(shape, name, overrides, problems);
  const curve = curveOf(written);
  const durationMs = lengthOf(curve);
  const most = highestLevel(curve);
  const warmUpMs = Math.round(written.warmUp ?? written.rampUp);
  const length = formatDuration(durationMs);
  if (most === 0) problems.add('profile: there is no load at all', placeOf(['level']));
  if (written.model === 'closed' && curve.some(({ level }) => !Number.isInteger(level))) {
    problems.add('profile: expected a whole number of users', placeOf(['level']));
  }
  if (written.model === 'closed' && most > mostUsers) {
    problems.add(`profile: expected at most ${mostUsers} users`, placeOf(['level']));
  }
  if (durationMs < 1000) {
    problems.add(`profile: the load lasts for ${length}, and k6 cannot run for less than 1 s`, placeOf(['for']));
  } else if (durationMs > longestMs) {
    problems.add(`profile: the load lasts for ${length}, and no run may last for more than 24h`, placeOf(['for']));
  }
  for (const field of ['rampUp', 'warmUp'] as const) {
    const ms = written[field] ?? 0;
    if (ms >= durationMs && durationMs > 0)
      problems.add(`profile: ${field} ${formatDuration(ms)} is not shorter than the load, ${length}`, placeOf([field]));
  }
  if (problems.count > before) return undefined;
  return {
    planned: {
      name,
      model: written.model,
      curve,
      maxUsers: written.model === 'closed' ? most : (written.maxUsers ?? null),
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

/** Fields that do not go together, and that no helper puts together. */
function checkFields(
  { model, level, for: length, rampUp, stages, maxUsers }: WrittenProfile,
  placeOf: (path: readonly PropertyKey[]) => Place,
  problems: Problems,
): void {
  if (stages === undefined) {
    if (level === undefined) problems.add('profile: it has neither a level nor stages', placeOf([]));
    if (length === undefined) problems.add("profile: for is missing: expected its length, such as '1m'", placeOf([]));
  } else {
    const given = { level, for: length, rampUp: rampUp === 0 ? undefined : rampUp };
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) continue;
      problems.add(
        `profile: ${name} does not go with stages`,
        placeOf([name]),
        'the stages say how much load, and when',
      );
    }
  }
  if (model === 'closed' && maxUsers !== undefined) {
    problems.add('profile: maxUsers is for open profiles', placeOf(['maxUsers']), 'users() says how many there are');
  }
}

function curveOf({ level: only = 0, for: length = 0, rampUp, stages }: WrittenProfile): LoadCurve {
  if (stages === undefined) {
    const end = { atMs: Math.round(length), level: only };
    return rampUp === 0
      ? [{ atMs: 0, level: only }, end]
      : [{ atMs: 0, level: 0 }, { atMs: Math.round(rampUp), level: only }, end];
  }
  const points: CurvePoint[] = [];
  let endMs = 0;
  for (const one of stages) {
    const { atMs, level } = points.at(-1) ?? { atMs: 0, level: 0 };
    endMs += 'at' in one ? one.for : one.over;
    // Whole milliseconds, since k6 is told them; from the sum, so that rounding does not add up.
    const toMs = Math.round(endMs);
    if ('at' in one) points.push({ atMs, level: one.at }, { atMs: toMs, level: one.at });
    else points.push({ atMs, level }, { atMs: toMs, level: one.to });
  }
  return points.filter(
    (point, index) => index === 0 || point.atMs !== points[index - 1]?.atMs || point.level !== points[index - 1]?.level,
  );
}
