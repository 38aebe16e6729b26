import { z } from 'zod';
import type { Place } from '../diagnostic/place.ts';
import { formatDuration } from '../model/duration.ts';
import type { PlannedThink } from '../model/plan.ts';
import { duration } from './fields.ts';
import type { Problems } from './problems.ts';

/** The 95th percentile of the standard normal distribution. */
const z95 = 1.6448536269514722;
/** A lognormal think is cut off at this many of its 95th percentiles: one in 10,000 users shall not wait for an hour. */
const longest = 4;

const bound = duration({ zero: true });

/** Think time as it is written. */
export const think = z
  .union(
    [
      bound,
      z.tuple([bound, bound]),
      z.strictObject({ distribution: z.literal('lognormal'), median: duration(), p95: duration() }),
    ],
    "expected a duration, a range such as ['1s', '3s'], or lognormal({ median, p95 })",
  )
  .transform((written, context): PlannedThink => {
    if (typeof written === 'number') return { kind: 'uniform', fromMs: written, toMs: written };
    if (Array.isArray(written)) {
      const [fromMs, toMs] = written;
      if (fromMs > toMs) context.addIssue({ code: 'custom', message: 'the range begins above its end' });
      return { kind: 'uniform', fromMs, toMs };
    }
    const { median: medianMs, p95 } = written;
    if (p95 <= medianMs) context.addIssue({ code: 'custom', message: 'p95 is not above the median' });
    return { kind: 'lognormal', medianMs, sigma: Math.log(p95 / medianMs) / z95, mostMs: p95 * longest };
  });

/** A user that thinks for longer than the load lasts takes one step and no more. */
export function checkThinks(
  what: string,
  planned: PlannedThink,
  durationMs: number,
  place: Place,
  problems: Problems,
): void {
  const usualMs = planned.kind === 'uniform' ? planned.fromMs : planned.medianMs;
  if (usualMs < durationMs) return;
  problems.add(
    `${what}: users think for ${formatDuration(usualMs)} after a step, and the load lasts for ${formatDuration(durationMs)}`,
    place,
    'make the load longer, or let them think for less',
  );
}
