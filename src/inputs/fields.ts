import { z } from 'zod';
import { parseBytes } from '../model/bytes.ts';
import { parseDataSize } from '../model/data-size.ts';
import { parseDuration } from '../model/duration.ts';
import { longestMs } from '../model/timeline.ts';

/** A day: nothing that is meant is longer, and timers of more than 24.8 days overflow. */
export const durationHint = 'expected a duration such as 300ms, 1.5s, 2m or 1h';

/** A duration in ms, above 0 unless `zero` is allowed. */
export function duration({ zero = false } = {}) {
  return z.string(durationHint).transform((text, context) => {
    const ms = parseDuration(text);
    if (ms === undefined) return fail(context, durationHint);
    if (ms === 0 && !zero) return fail(context, 'must be above 0');
    if (ms > longestMs) return fail(context, 'must be at most 24h');
    return ms;
  });
}

/** A size in bytes, above 0. */
export function bytes() {
  return z
    .string('expected a size such as 512MB')
    .transform((text, context) => parseBytes(text) ?? fail(context, 'expected a size such as 512MB'))
    .pipe(z.number().positive('must be above 0'));
}

const dataSizeHint = 'expected an amount of data such as 500B, 10KB or 1.5MB';

/** An amount of data in whole bytes. */
export function dataSize() {
  return z.string(dataSizeHint).transform((text, context) => {
    const bytes = parseDataSize(text);
    if (bytes === undefined) return fail(context, dataSizeHint);
    return Number.isInteger(bytes) ? bytes : fail(context, 'must be whole bytes');
  });
}

const dataRateHint = 'expected data a second, such as 100KB/s or 1.5MB/s';

/** Bytes a second. */
export function dataRate() {
  return z.string(dataRateHint).transform((text, context) => {
    const bytes = text.endsWith('/s') ? parseDataSize(text.slice(0, -2)) : undefined;
    return bytes ?? fail(context, dataRateHint);
  });
}

const skewHint = 'expected a time with its sign, such as +1h or -5m';

/** How far a clock is ahead in ms, from 2 s to 24 h; below 0: behind. */
export function skew() {
  return z.string(skewHint).transform((text, context) => {
    const ms = /^[+-]/.test(text) ? parseDuration(text.slice(1)) : undefined;
    if (ms === undefined) return fail(context, skewHint);
    // A Date counts whole seconds.
    if (ms < 2000 || ms > longestMs) return fail(context, 'must be from 2s to 24h');
    return text.startsWith('-') ? -ms : ms;
  });
}

const shareHint = 'expected a share such as 40%';

/** A share from 0 to 1, written as `40%`. */
export function share() {
  return z.string(shareHint).transform((text, context) => {
    const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
    const value = percent === null ? Infinity : Number(percent[1]) / 100;
    return value <= 1 ? value : fail(context, shareHint);
  });
}

/** A moment: in ms, or as a share (0-1) of the run. */
export type CheckedMoment = { readonly ms: number } | { readonly share: number };

export function moment() {
  return z
    .string('expected a time such as 10s, or a share of the run such as 40%')
    .transform((text, context): CheckedMoment => {
      const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
      if (percent !== null) {
        const share = Number(percent[1]) / 100;
        return share <= 1 ? { share } : fail(context, 'a share of the run is at most 100%');
      }
      const ms = parseDuration(text);
      if (ms === undefined) return fail(context, 'expected a time such as 10s, or a share of the run such as 40%');
      return ms <= longestMs ? { ms } : fail(context, 'must be at most 24h');
    });
}

/** Of random choices; as large as k6's interpreter counts exactly in 32 bits. */
export const seed = z
  .int('expected a whole number')
  .min(0, 'expected 0 or more')
  .max(2 ** 31 - 1, 'expected at most 2147483647');

/** Names become parts of phase names, file names and tags. */
export function name() {
  return z
    .string('expected a name')
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'expected a name of letters, digits, - and _, beginning with a letter');
}

function fail(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
