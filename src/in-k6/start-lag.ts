import type { RefinedResponse, ResponseType } from 'k6/http';
import { Trend } from 'k6/metrics';

/** How late the pass of an arrival began. */
const startLag = new Trend('start_lag', true);
/**
 * What a user felt that came when it was meant to: the response time, and for the first request of its pass also how
 * late the pass began (coordinated omission). Of redirects it has the last answer only, as scripts do.
 */
const correctedResponseTime = new Trend('corrected_response_time', true);

/** The clock tells whole milliseconds. Zero would be no time at all to the recorder. */
const least = 0.001;
const queuedTags = { queued: 'true' };
const okTags = { outcome: 'ok' };
const failedTags = { outcome: 'failed' };

/** Of the pass under way, until its first request is charged with it; undefined in closed profiles. */
let owed: number | undefined;

/** @param queued the arrival was due before any user was free */
export function noteStart(lagMs: number, queued: boolean): void {
  owed = Math.max(0, lagMs);
  const value = Math.max(least, lagMs);
  if (queued) startLag.add(value, queuedTags);
  else startLag.add(value);
}

/** Charges a request of an open profile with the lag of its pass. A request that got no connection has no time. */
export function noteResponse(response: RefinedResponse<ResponseType | undefined>, failed: boolean): void {
  if (owed === undefined) return;
  const { timings } = response;
  const took = timings.blocked + timings.duration;
  correctedResponseTime.add(took === 0 ? 0 : owed + took, failed ? failedTags : okTags);
  owed = 0;
}
