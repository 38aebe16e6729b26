import { z } from 'zod';
import { formatDuration } from '../../model/duration.ts';
import { duration } from '../fields.ts';
import { faultShape } from './fault-shape.ts';

/** Toxiproxy counts in these. */
const wholeMs = 'must be whole milliseconds';

const direction = z.enum(['upstream', 'downstream', 'both'], 'expected upstream, downstream or both');

/** Faults on the connections of an edge, by kind. */
export const networkShapes = {
  latency: faultShape({
    on: 'edge',
    options: {
      delay: duration()
        .refine((ms) => ms <= 3_600_000, 'must be at most 1h')
        .refine(Number.isInteger, wholeMs),
      jitter: duration({ zero: true }).refine(Number.isInteger, wholeMs).default(0),
      direction: direction.default('downstream'),
    },
    problems: ({ delay, jitter }) =>
      jitter > delay ? [`jitter ${formatDuration(jitter)} is more than the delay ${formatDuration(delay)}`] : [],
    action: ({ delay, jitter, direction: ways }) => ({
      kind: 'latency',
      delayMs: delay,
      jitterMs: jitter,
      direction: ways,
    }),
  }),
  'black-hole': faultShape({
    on: 'edge',
    options: { direction: direction.default('both') },
    action: ({ direction: ways }) => ({ kind: 'black-hole', direction: ways }),
  }),
  down: faultShape({ on: 'edge', options: {}, action: () => ({ kind: 'down' }) }),
};
