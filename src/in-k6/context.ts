import type { JourneyContext } from '../define/journey.ts';
import type { Pass } from './pass.ts';
import { stepOf } from './step.ts';

const baseUrl = __ENV['PROOFLOAD_URL'] ?? '';
const runId = __ENV['PROOFLOAD_RUN_ID'] ?? '';

/** What a journey is given for one pass. */
export function contextOf(pass: Pass): JourneyContext {
  const { random, settings } = pass;
  return {
    step: stepOf(pass),
    url: (path) => baseUrl + path,
    user: { id: pass.userId, pass: pass.pass },
    data: {},
    metrics: {},
    pick: (items) => {
      if (items.length === 0) throw new RangeError('pick() was given an empty list');
      return items[Math.floor(random() * items.length)] as (typeof items)[number];
    },
    integer: (min, max) => min + Math.floor(random() * (max - min + 1)),
    run: { id: runId, seed: settings.seed },
  };
}
