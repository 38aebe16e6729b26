import type { LoadOverrides } from './check-overrides.ts';
import type { WrittenProfile, WrittenStage } from './profile-shape.ts';
import type { Problems } from './problems.ts';

/** What of a flag a profile cannot take, and what to do instead. */
interface Misfit {
  readonly flag: string;
  readonly why: string;
  readonly hint: string;
}

/**
 * The profile with the load that the command line asks for. A profile of one level gets another level or length; one of
 * stages keeps its shape: the highest of its levels becomes the asked one, the sum of its lengths the asked length.
 */
export function overrideLoad(
  profile: WrittenProfile,
  name: string,
  overrides: LoadOverrides,
  problems: Problems,
): WrittenProfile {
  for (const { flag, why, hint } of misfits(profile, overrides)) {
    problems.add(`${flag}: the profile "${name}" ${why}`, undefined, hint);
  }
  const level = overrides[profile.model === 'closed' ? 'users' : 'rate'];
  return profile.stages === undefined
    ? withLevel(profile, level, overrides)
    : withShape({ ...profile, stages: profile.stages }, level, overrides.runTime);
}

function misfits({ model, stages }: WrittenProfile, { users, rate, spawnRate }: LoadOverrides): Misfit[] {
  const found: Misfit[] = [];
  if (model === 'open' && users !== undefined) {
    const hint = '--rate changes how many come a second, --set profile.maxUsers=50 how many there may be at once';
    found.push({ flag: `--users ${users}`, why: 'is open: its load is a rate', hint });
  }
  if (model === 'closed' && rate !== undefined) {
    found.push({ flag: `--rate ${rate}`, why: 'is closed: its load is a number of users', hint: 'use --users' });
  }
  if (spawnRate !== undefined && model === 'open') {
    const hint = '--set profile.rampUp=10s changes how long the rate takes to rise';
    found.push({ flag: `--spawn-rate ${spawnRate}`, why: 'is open: its load is a rate', hint });
  } else if (spawnRate !== undefined && stages !== undefined) {
    const hint = '--run-time stretches all stages';
    found.push({ flag: `--spawn-rate ${spawnRate}`, why: 'has stages, which say how fast users come', hint });
  }
  return found;
}

function withLevel(profile: WrittenProfile, asked: number | undefined, overrides: LoadOverrides): WrittenProfile {
  const level = asked ?? profile.level;
  const changed = { ...profile, level, for: overrides.runTime ?? profile.for };
  if (overrides.spawnRate === undefined || level === undefined) return changed;
  const rampUp = Math.round((level / overrides.spawnRate) * 1000);
  // Users that are still coming are no steady state.
  return { ...changed, rampUp, ...(profile.warmUp === undefined ? {} : { warmUp: Math.max(profile.warmUp, rampUp) }) };
}

function withShape(
  profile: WrittenProfile & { readonly stages: readonly WrittenStage[] },
  highest: number | undefined,
  runTime: number | undefined,
): WrittenProfile {
  const levels = profile.stages.map((stage) => ('at' in stage ? stage.at : stage.to));
  const lengths = profile.stages.map((stage) => ('at' in stage ? stage.for : stage.over));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const longer = runTime === undefined || total === 0 ? 1 : runTime / total;
  const scaled = (level: number) => {
    if (highest === undefined || level === 0) return level;
    const share = (level / Math.max(...levels)) * highest;
    // A few of many users are at least one of few: nobody at all would be another load.
    return profile.model === 'closed' ? Math.max(1, Math.round(share)) : share;
  };
  return {
    ...profile,
    stages: profile.stages.map((stage) =>
      'at' in stage
        ? { at: scaled(stage.at), for: stage.for * longer }
        : { to: scaled(stage.to), over: stage.over * longer },
    ),
    ...(profile.warmUp === undefined ? {} : { warmUp: Math.round(profile.warmUp * longer) }),
  };
}
