import type { SloContext } from './check-objective.ts';
import type { PlaceOf } from './check-shape.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** What is measured of journeys only, and what there is of a k6 script of the user's own in its place. */
const ofJourneys = new Map([
  ['step_time', 'take response_time, which is that of a request'],
  ['limited_rate', 'take a ratio of throughput, such as of: { metric: throughput, where: { status: 429 } }'],
  ['start_lag', 'what began late is not told there; dropped_iterations are, in its thresholds'],
  ['corrected_response_time', 'take response_time, which does not know how late a pass began'],
]);

/** An objective on what no script of the user's own has would be inconclusive, which is known before it is run. */
export function refuseUnmeasured(
  { metric, profiles, onNoData }: WrittenObjective,
  what: string,
  at: PlaceOf,
  { steps, profile }: Pick<SloContext, 'steps' | 'profile'>,
  problems: Problems,
): void {
  const hint = ofJourneys.get(metric);
  const isAsked = profiles === undefined || [profiles].flat().includes(profile);
  const isForgiven = onNoData !== undefined && onNoData !== 'inconclusive';
  if (steps !== null || hint === undefined || !isAsked || isForgiven) return;
  problems.add(`${what}: a k6 script has no ${metric}: it is measured of journeys`, at(['metric']), hint);
}
