import exec from 'k6/execution';
import type { Journey } from '../define/journey.ts';
import type { Weighted } from '../define/scenario.ts';
import { seededRandom } from '../model/random.ts';
import { drawIndex } from '../model/weighted.ts';
import { closedUser } from './closed.ts';
import { contextOf } from './context.ts';
import { setRequests } from './http.ts';
import { openUser } from './open.ts';
import { beginCounting, makeMetrics } from './own-metrics.ts';
import { isThenable, journeyEnd, type Begin, type Pass } from './pass.ts';
import type { Source } from './rows.ts';
import { tell } from './script-error.ts';
import type { Settings } from './settings.ts';
import { think } from './think.ts';

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
  const { model, curve, seed } = settings;
  const journeys = listed.map((entry) => ('journey' in entry ? entry.journey : entry));
  const metrics = settings.journeys.map((journey) => makeMetrics(journey.metrics));
  const weights = settings.journeys.map(({ weight }) => weight);
  // Reading `exec.vu` builds a new object each time (7-10 µs); the tags behind it stay valid.
  let tags: Record<string, unknown> | undefined;
  let passes = 0;

  const begin: Begin = (untilMs, arrival) => {
    tags ??= exec.vu.metrics.tags;
    const pass = passes++;
    // Which user of the pool takes an arrival is chance; what the arrival does is not.
    const random = arrival === null ? seededRandom(seed, __VU, pass) : seededRandom(seed, 0, arrival);
    const index = drawIndex(weights, random);
    const journey = journeys[index];
    const own = settings.journeys[index];
    const ownMetrics = metrics[index];
    if (journey === undefined || own === undefined || ownMetrics === undefined) return;
    beginCounting(ownMetrics);
    const user = { userId: __VU, pass, arrival, random, untilMs, tags };
    take(journey, { ...user, journey: own, metrics: ownMetrics, sources, settings });
  };
  return model === 'closed' ? closedUser(curve, begin) : openUser(curve, begin);
}

function take(journey: Journey, pass: Pass): void {
  try {
    // Typed void, and still an async function is accepted there.
    const done = (journey as { run(context: unknown): unknown }).run(contextOf(pass));
    if (isThenable(done)) throw new TypeError('run must not be async: what comes later would be in no figure');
  } catch (error) {
    if (error !== journeyEnd) {
      tell(null, error);
      // Without a pause a journey that throws at once would spin.
      think(pass);
    }
  }
}
