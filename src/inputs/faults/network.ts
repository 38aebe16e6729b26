import { z } from 'zod';
import { formatDuration } from '../../model/duration.ts';
import type { Ramp } from '../../model/faults/network.ts';
import { dataRate, dataSize, duration } from '../fields.ts';
import { faultShape, type ShapeTiming } from './fault-shape.ts';

/** Toxiproxy counts in these. */
const wholeMs = 'must be whole milliseconds';

/** What Toxiproxy delays or waits for. */
const delay = () =>
  duration()
    .refine((ms) => ms <= 3_600_000, 'must be at most 1h')
    .refine(Number.isInteger, wholeMs);

/** Toxiproxy's KB are of 1000 bytes; a rate of 0 would be a stall, and one below 0 ends it. */
const rate = () =>
  dataRate()
    .refine((bytes) => bytes >= 1000 && bytes <= 10e9, 'must be from 1KB/s to 10GB/s')
    .refine((bytes) => bytes < 1000 || bytes % 1000 === 0, 'must be whole KB/s');

const direction = z.enum(['upstream', 'downstream', 'both'], 'expected upstream, downstream or both');

const ramp = <T extends z.ZodType<number, string>>(value: T) =>
  z.strictObject({
    from: value,
    to: value,
    steps: z.int('expected a whole number').min(2, 'expected from 2').max(100, 'expected at most 100'),
  });

/** A step that is shorter may be over before it is read back. */
const shortestStepMs = 200;

interface Ramped {
  readonly ramp?: { readonly from: number; readonly to: number; readonly steps: number } | undefined;
}

function rampProblems({ ramp }: Ramped, value: unknown, name: string, { lengthMs, flaps }: ShapeTiming): string[] {
  if (ramp === undefined) return value === undefined ? [`say the ${name}, or the ramp that it follows`] : [];
  if (value !== undefined) return [`say the ${name} or a ramp, not both`];
  const problems: string[] = [];
  if (ramp.from === ramp.to) problems.push('the ramp leads from a value to the same one');
  if (flaps) problems.push('a ramp cannot flap');
  const stepMs = lengthMs / ramp.steps;
  if (stepMs < shortestStepMs) {
    const [each, least] = [formatDuration(stepMs), formatDuration(shortestStepMs)];
    problems.push(`each of the ramp's ${ramp.steps} steps would last ${each}, and ${least} is the least`);
  }
  return problems;
}

/** What a ramp leads to, and the ramp; or the one value that there is. */
function valueOf(value: number | undefined, ramped: Ramped['ramp']): { to: number; ramp?: Ramp } {
  return ramped === undefined
    ? { to: value ?? 0 }
    : { to: ramped.to, ramp: { from: ramped.from, steps: ramped.steps } };
}

/** Faults on the connections of an edge, by kind. */
export const networkShapes = {
  latency: faultShape({
    on: 'edge',
    options: {
      delay: delay().optional(),
      ramp: ramp(delay()).optional(),
      jitter: duration({ zero: true }).refine(Number.isInteger, wholeMs).default(0),
      direction: direction.default('downstream'),
    },
    problems(options, timing) {
      const { delay: one, ramp: many, jitter } = options;
      const least = many === undefined ? one : Math.min(many.from, many.to);
      const problems = rampProblems(options, one, 'delay', timing);
      if (least !== undefined && jitter > least) {
        // Not rounded: 1001 ms would be 1 s, too.
        problems.push(`jitter ${jitter} ms is more than the delay ${least} ms`);
      }
      return problems;
    },
    action({ delay: one, ramp: many, jitter, direction: ways }) {
      const { to, ...ramped } = valueOf(one, many);
      return { kind: 'latency', delayMs: to, jitterMs: jitter, direction: ways, ...ramped };
    },
  }),
  bandwidth: faultShape({
    on: 'edge',
    options: {
      rate: rate().optional(),
      ramp: ramp(rate()).optional(),
      direction: direction.default('downstream'),
    },
    problems: (options, timing) => rampProblems(options, options.rate, 'rate', timing),
    action({ rate: one, ramp: many, direction: ways }) {
      const { to, ...ramped } = valueOf(one, many);
      return { kind: 'bandwidth', bytesPerSecond: to, direction: ways, ...ramped };
    },
  }),
  'black-hole': faultShape({
    on: 'edge',
    options: { direction: direction.default('both') },
    action: ({ direction: ways }) => ({ kind: 'black-hole', direction: ways }),
  }),
  timeout: faultShape({
    on: 'edge',
    options: { after: delay(), direction: direction.default('both') },
    action: ({ after, direction: ways }) => ({ kind: 'timeout', afterMs: after, direction: ways }),
  }),
  reset: faultShape({
    on: 'edge',
    options: { direction: direction.default('both') },
    action: ({ direction: ways }) => ({ kind: 'reset', direction: ways }),
  }),
  'slow-close': faultShape({
    on: 'edge',
    options: { delay: delay(), direction: direction.default('both') },
    action: ({ delay: ms, direction: ways }) => ({ kind: 'slow-close', delayMs: ms, direction: ways }),
  }),
  slicer: faultShape({
    on: 'edge',
    options: {
      size: dataSize().refine((bytes) => bytes >= 1 && bytes <= 1e6, 'must be from 1B to 1MB'),
      variation: dataSize().default(0),
      delay: duration({ zero: true })
        .refine((ms) => ms <= 60_000, 'must be at most 1m')
        .refine((ms) => Number.isInteger(Math.round(ms * 1e6) / 1e3), 'must be whole microseconds, such as 0.5ms')
        .default(0),
      direction: direction.default('both'),
    },
    // Toxiproxy would crash.
    problems: ({ size, variation }) =>
      variation >= size ? [`the variation of ${variation}B must be less than the size of ${size}B`] : [],
    action: ({ size, variation, delay: ms, direction: ways }) => ({
      kind: 'slicer',
      averageBytes: size,
      variationBytes: variation,
      delayUs: Math.round(ms * 1000),
      direction: ways,
    }),
  }),
  'limit-data': faultShape({
    on: 'edge',
    options: {
      bytes: dataSize().refine((bytes) => bytes <= 1e12, 'must be at most 1000GB'),
      direction: direction.default('both'),
    },
    action: ({ bytes, direction: ways }) => ({ kind: 'limit-data', bytes, direction: ways }),
  }),
  down: faultShape({ on: 'edge', options: {}, action: () => ({ kind: 'down' }) }),
};
