import type { RefinedResponse, ResponseType } from 'k6/http';

/** A user comes again after half a minute whatever it was told, or a long ban would end its load. */
const longestMs = 30_000;

/**
 * How long the target asks a user that it turned away to wait, in ms and at most 30 s; undefined when it did not turn it
 * away. It does by 429, and by 503 with Retry-After (RFC 9110, 10.2.3: seconds, or a date).
 */
export function retryAfterMs({ status, headers }: RefinedResponse<ResponseType | undefined>): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const written = headers['Retry-After'];
  if (written === undefined) return status === 429 ? 0 : undefined;
  const ms = /^\d+$/.test(written) ? Number(written) * 1000 : Date.parse(written) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.min(longestMs, Math.max(0, ms));
}
