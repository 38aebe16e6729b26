import { sleep } from 'k6';
import exec from 'k6/execution';
import { arrivalClock, lengthOf, type LoadCurve } from '../model/load-curve.ts';
import { now } from './clock.ts';
import { arrive, leave, noteStart, pause } from './native.ts';
import type { Begin } from './pass.ts';
import { afterEndMs } from './settings.ts';

/**
 * One user of the pool of an open profile: takes the next arrival, waits until it is due, and passes through a journey.
 *
 * ```
 *  due      0     1     2     3     4     5
 *  user 1   0=====|     2==|  3=========|
 *  user 2         1===================|4====|5==|      4 and 5 begin late: nobody was free
 * ```
 *
 * Nothing is dropped: an arrival that finds no free user begins when one is free, and tells how late. k6's own arrival
 * rates drop it, so that a target that stalls is asked least when it is at its worst.
 */
export function openUser(curve: LoadCurve, begin: Begin): () => void {
  const endMs = lengthOf(curve);
  const dueOf = arrivalClock(curve);
  // Reading `exec.scenario` builds a new object each time (7-10 µs); what it has is read anew from the one object.
  let scenario: typeof exec.scenario | undefined;
  let startMs = 0;

  return () => {
    if (scenario === undefined) {
      scenario = exec.scenario;
      startMs = scenario.startTime;
    }
    const arrival = scenario.iterationInTest;
    const dueMs = dueOf(arrival);
    const takenMs = now() - startMs;
    if (dueMs >= endMs) {
      sleep((endMs + afterEndMs - takenMs) / 1000);
      return;
    }
    pause(dueMs - takenMs);
    const nowMs = now() - startMs;
    if (nowMs >= endMs) return;
    noteStart(nowMs - dueMs, takenMs > dueMs);
    arrive();
    begin(startMs + endMs, arrival);
    leave();
  };
}
