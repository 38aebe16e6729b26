import { z } from 'zod';
import { think } from './check-think.ts';
import { duration } from './fields.ts';

const level = z.number('expected a number').min(0, 'expected 0 or more').max(1_000_000, 'expected at most 1000000');
const stage = z.union(
  [
    z.strictObject({ at: level, for: duration({ zero: true }) }),
    z.strictObject({ to: level, over: duration({ zero: true }) }),
  ],
  "expected { at: level, for: '1m' } or { to: level, over: '30s' }",
);

/** Nothing that k6 runs has more. */
export const mostUsers = 50_000;

/** A profile as it is written, with times in ms. */
export const profileShape = z.strictObject({
  proofload: z.literal('profile', 'expected what users(), rate() or breakpoint() gives'),
  definedAt: z.string(),
  model: z.enum(['closed', 'open']),
  level: level.optional(),
  for: duration().optional(),
  rampUp: duration({ zero: true }).default(0),
  stages: z.array(stage).min(1, 'expected at least one stage').optional(),
  warmUp: duration({ zero: true }).optional(),
  think: think.optional(),
  maxUsers: z.int('expected a whole number').min(1, 'expected at least 1').max(mostUsers).optional(),
  breakpoint: z
    .strictObject({ sustained: duration().default(10_000), of: z.array(z.string()).min(1).optional() })
    .optional(),
});

export type WrittenProfile = z.output<typeof profileShape>;
export type WrittenStage = z.output<typeof stage>;
