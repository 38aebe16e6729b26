import { arrivalsUntil, highestLevel } from '../model/load-curve.ts';
import { meanPass } from '../model/mean-pass.ts';
import type { Plan } from '../model/plan.ts';

/** What an answer is taken to need where nothing is known of the target yet. */
export const assumedAnswerMs = 100;

type Load = Pick<Plan, 'profile'> & { readonly scenario: Pick<Plan['scenario'], 'journeys'> };

/** How many requests a run will send, when each step is one that is answered in `assumedAnswerMs`. */
export function expectedRequests({ profile, scenario }: Load): number {
  const { steps, thinkMs } = meanPass(scenario.journeys);
  // Arrivals of an open profile, seconds of all users of a closed one.
  const area = arrivalsUntil(profile.curve, Infinity);
  const passes = profile.model === 'open' ? area : (area * 1000) / (thinkMs + steps * assumedAnswerMs);
  return passes * steps;
}

/** How many requests a second that is at the highest. */
export function peakRequests({ profile, scenario }: Load): number {
  const { steps, thinkMs } = meanPass(scenario.journeys);
  const passes = profile.model === 'open' ? 1 : 1000 / (thinkMs + steps * assumedAnswerMs);
  return highestLevel(profile.curve) * passes * steps;
}

/** Arrivals that do not think, and send as many requests as the users of a closed profile do at its highest. */
export interface OpenEquivalent {
  readonly perSecond: number;
  readonly maxUsers: number;
}

export function openEquivalent({ profile, scenario }: Load): OpenEquivalent {
  const { steps, thinkMs } = meanPass(scenario.journeys);
  const answersMs = steps * assumedAnswerMs;
  const perSecond = Math.ceil((highestLevel(profile.curve) * 1000) / (thinkMs + answersMs));
  // Twice what they need, or the first slow moment of the target would leave no user for the next arrival.
  return { perSecond, maxUsers: Math.ceil((2 * perSecond * answersMs) / 1000) };
}
