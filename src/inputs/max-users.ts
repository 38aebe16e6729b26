import type { Place } from '../diagnostic/place.ts';
import { highestLevel } from '../model/load-curve.ts';
import type { PlannedJourney, PlannedProfile } from '../model/plan.ts';
import { meanPass } from '../model/mean-pass.ts';
import type { UnsizedProfile } from './check-profile.ts';
import { mostUsers } from './profile-shape.ts';
import type { Problems } from './problems.ts';

/** How long all requests of a pass together may keep a user waiting before an open profile runs out of users. */
const waitingMs = 2000;

/**
 * The profile with as many users as it needs, where it does not say it: by Little's law the arrivals a second times the
 * length of a pass, https://doi.org/10.1287/opre.9.3.383.
 */
export function withMaxUsers(
  profile: UnsizedProfile,
  journeys: readonly PlannedJourney[],
  place: Place,
  problems: Problems,
): PlannedProfile {
  if (profile.maxUsers !== null) return { ...profile, maxUsers: profile.maxUsers };
  const passMs = meanPass(journeys).thinkMs + waitingMs;
  const maxUsers = Math.max(1, Math.ceil((highestLevel(profile.curve) * passMs) / 1000));
  if (maxUsers > mostUsers) {
    problems.add(
      `profile: ${highestLevel(profile.curve)} arrivals a second keep ${maxUsers} users busy, and there can be ${mostUsers}`,
      place,
      'lower the rate, let users think for less, or say maxUsers',
    );
  }
  return { ...profile, maxUsers };
}
