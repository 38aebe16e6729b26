import { sleep } from 'k6';
import { Trend } from 'k6/metrics';

/** How much longer than asked this user slept: a generator that is short of CPU wakes its users late. */
const sleepLateness = new Trend('sleep_lateness', true);
/** One pause in so many is measured, of each user another one. */
const sampled = 8;
/** The clock tells whole milliseconds. Zero would be no time at all to the recorder. */
const least = 0.001;

let pauses = 0;

/** Sleeps; not at all for 0 ms and less. */
export function pause(ms: number): void {
  if (ms <= 0) return;
  if ((pauses++ + __VU) % sampled !== 0) {
    sleep(ms / 1000);
    return;
  }
  const begun = Date.now();
  sleep(ms / 1000);
  sleepLateness.add(Math.max(least, Date.now() - begun - ms));
}
