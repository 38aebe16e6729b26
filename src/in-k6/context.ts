import type { JourneyContext } from '../define/journey.ts';
import { capture } from './capture.ts';
import { runJob } from './job.ts';
import { ledgersOf } from './ledger.ts';
import type { Pass } from './pass.ts';
import { forget, remember } from './remember.ts';
import { rowsFor } from './rows.ts';

const baseUrl = __ENV['PROOFLOAD_URL'] ?? '';
const runId = __ENV['PROOFLOAD_RUN_ID'] ?? '';

/** What a journey is given, the same object for all passes of a user: what belongs to a pass is read when it is asked for. */
export function contextOf(pass: Pass, step: JourneyContext['step']): JourneyContext {
  const { metrics } = pass;
  return {
    step,
    url: (path) => baseUrl + path,
    get user() {
      return { id: pass.userId, pass: pass.pass };
    },
    data: rowsFor(pass, pass.journey.feeders, pass.sources),
    metrics,
    capture,
    ledger: ledgersOf(pass.journey.ledgers, pass.userId),
    remember,
    forget,
    job: (name, work) => runJob(metrics, pass.untilMs, name, work),
    pick: (items) => {
      if (items.length === 0) throw new RangeError('pick() was given an empty list');
      return items[Math.floor(pass.random() * items.length)] as (typeof items)[number];
    },
    integer: (min, max) => min + Math.floor(pass.random() * (max - min + 1)),
    run: { id: runId, seed: pass.seed },
  };
}
