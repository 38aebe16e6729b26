import type { Journey, JourneyContext } from '../define/journey.ts';
import type { Weighted } from '../define/scenario.ts';
import { drawIndex } from '../model/weighted.ts';
import { closedUser } from './closed.ts';
import { contextOf } from './context.ts';
import { setRequests } from './http.ts';
import { beginPass, newJourney, random } from './native.ts';
import { openUser } from './open.ts';
import { beginCounting, countersOf, makeMetrics, type OwnMetric } from './own-metrics.ts';
import { isThenable, journeyEnd, type Begin, type Pass } from './pass.ts';
import type { Source } from './rows.ts';
import { tell } from './script-error.ts';
import type { Settings } from './settings.ts';

/** One of the journeys, as one user takes it. */
interface Way {
  readonly journey: Journey;
  readonly pass: Pass;
  readonly context: JourneyContext;
  readonly counters: readonly OwnMetric[];
  /** Waits as between steps. */
  readonly think: () => void;
}

/**
 * Makes the function that k6 calls again and again for each virtual user.
 *
 * @param sources the rows of feeders, by the number of their data file
 */
export function bind(
  listed: readonly (Journey | Weighted)[],
  settings: Settings,
  sources: readonly Source[],
): () => void {
  setRequests(settings);
  const { model, curve, seed, maxUsers } = settings;
  const metrics = settings.journeys.map((journey) => makeMetrics(journey.metrics));
  const weights = settings.journeys.map(({ weight }) => weight);
  const ways: (Way | undefined)[] = [];
  let passes = 0;

  // What is the same for all passes of this user through one journey.
  const wayOf = (index: number): Way | undefined => {
    const entry = listed[index];
    const own = settings.journeys[index];
    const ownMetrics = metrics[index];
    if (entry === undefined || own === undefined || ownMetrics === undefined) return undefined;
    const pass: Pass = {
      ...{ userId: __VU, pass: 0, arrival: null, random, untilMs: 0 },
      ...{ journey: own, metrics: ownMetrics, sources, maxUsers, seed },
    };
    const journey = 'journey' in entry ? entry.journey : entry;
    const { step, think } = newJourney(own.name, own.think, tell, journeyEnd);
    return { journey, pass, context: contextOf(pass, step), counters: countersOf(ownMetrics), think };
  };

  const begin: Begin = (untilMs, arrival) => {
    const number = passes++;
    // Which user of the pool takes an arrival is chance; what the arrival does is not.
    beginPass(untilMs, seed, arrival === null ? __VU : 0, arrival ?? number);
    const index = drawIndex(weights, random);
    const way = (ways[index] ??= wayOf(index));
    if (way === undefined) return;
    const { pass } = way;
    pass.pass = number;
    pass.arrival = arrival;
    pass.untilMs = untilMs;
    beginCounting(way.counters);
    take(way);
  };
  return model === 'closed' ? closedUser(curve, begin) : openUser(curve, begin);
}

function take({ journey, context, think }: Way): void {
  try {
    // Typed void, and still an async function is accepted there.
    const done = (journey as { run(context: unknown): unknown }).run(context);
    if (isThenable(done)) throw new TypeError('run must not be async: what comes later would be in no figure');
  } catch (error) {
    if (error !== journeyEnd) {
      tell(null, error);
      // Without a pause a journey that throws at once would spin.
      think();
    }
  }
}
