import type { Flight } from './probe.ts';

/** Whether a probe met the fault; undefined while that is open. */
export type Judge = (flight: Flight) => boolean | undefined;

/** So many unaffected probes one after another are normal again. */
const cleanRun = 3;

/** The first affected probe in order of sending; undefined also while an earlier one may still turn out to be it. */
export function firstAffected(flights: readonly Flight[], affected: Judge): Flight | undefined {
  const first = flights.find((flight) => flight.result !== null && affected(flight) !== false);
  return first !== undefined && affected(first) === true ? first : undefined;
}

/** The first of three unaffected probes in a row that no affected one follows. */
export function cleanFrom(flights: readonly Flight[], affected: Judge): Flight | undefined {
  const sent = flights.filter(({ result }) => result !== null);
  const last = sent.findLastIndex((flight) => affected(flight) === true);
  const run = sent.slice(last + 1, last + 1 + cleanRun);
  return run.length === cleanRun && run.every((flight) => affected(flight) === false) ? run[0] : undefined;
}
