import type { Flight } from './probe.ts';

/** Whether a probe met the fault; undefined while that is open. */
export type Judge = (flight: Flight) => boolean | undefined;

/** So many unaffected probes one after another are normal again. */
const cleanRun = 3;

/**
 * The first probe in order of sending that met the fault; undefined also while an earlier one may still turn out to be it.
 *
 * One that had no answer is enough. A busy machine makes some late, though, so one that was late counts when so were two thirds of
 * those sent within the next `supportMs`, the next one at least. With `over`, no more probes come.
 */
export function firstAffected(
  flights: readonly Flight[],
  affected: Judge,
  { supportMs, over }: { readonly supportMs: number; readonly over: boolean },
): Flight | undefined {
  const sent = flights.filter(({ result }) => result !== null);
  const latestMs = sent.at(-1)?.sentMs ?? 0;
  for (const [index, flight] of sent.entries()) {
    const met = affected(flight);
    if (met === undefined) return undefined;
    if (!met) continue;
    if (hadNoAnswer(flight)) return flight;
    const untilMs = flight.sentMs + supportMs;
    const others = sent.slice(index + 1).filter((other, i) => i === 0 || other.sentMs <= untilMs);
    const verdicts = others.map(affected);
    if ((!over && latestMs < untilMs) || verdicts.includes(undefined)) return undefined;
    if (others.length > 0 && verdicts.filter((each) => each === true).length * 3 >= others.length * 2) return flight;
  }
  return undefined;
}

function hadNoAnswer({ result }: Flight): boolean {
  return result?.tookMs === null;
}

/** The first of three unaffected probes in a row that no affected one follows. */
export function cleanFrom(flights: readonly Flight[], affected: Judge): Flight | undefined {
  const sent = flights.filter(({ result }) => result !== null);
  const last = sent.findLastIndex((flight) => affected(flight) === true);
  const run = sent.slice(last + 1, last + 1 + cleanRun);
  return run.length === cleanRun && run.every((flight) => affected(flight) === false) ? run[0] : undefined;
}

/** A change of the fault itself may leave a moment without it. */
const leastLapseMs = 300;

/**
 * The first of the latest probes in a row, three of them over at least 0.3 s, that cannot have met the fault: it has ceased.
 *
 * @param flights those sent while it was on; one that has not ended may be held up by it
 */
export function lapsedFrom(flights: readonly Flight[], hasMissed: (flight: Flight) => boolean): Flight | undefined {
  const sent = flights.filter(({ result }) => result !== null);
  const row = sent.slice(sent.findLastIndex((flight) => !hasMissed(flight)) + 1);
  const [first] = row;
  const lengthMs = (row.at(-1)?.sentMs ?? 0) - (first?.sentMs ?? 0);
  return row.length >= cleanRun && lengthMs >= leastLapseMs ? first : undefined;
}
