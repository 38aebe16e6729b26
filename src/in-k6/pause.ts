import { sleep as k6Sleep } from 'k6';
import { Trend } from 'k6/metrics';
import { now } from './clock.ts';

// Under a name of ours it is looked up once.
const sleep = k6Sleep;

/** How much longer than asked this user slept: a generator that is short of CPU wakes its users late. */
const sleepLateness = new Trend('sleep_lateness', true);
/** One pause in so many is measured, of each user another one. */
const sampled = 8;
/** The clock tells whole milliseconds. Zero would be no time at all to the recorder. */
const least = 0.001;

let pauses: number | undefined;

/** Sleeps; not at all for 0 ms and less. */
export function pause(ms: number): void {
  if (ms <= 0) return;
  pauses ??= __VU;
  if (pauses++ % sampled !== 0) {
    sleep(ms / 1000);
    return;
  }
  const begun = now();
  sleep(ms / 1000);
  sleepLateness.add(Math.max(least, now() - begun - ms));
}
