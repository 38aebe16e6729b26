import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { listenEnv } from '../service/env.ts';

const toggle = z
  .enum(['on', 'off'])
  .default('on')
  .transform((value) => value === 'on');

export const apiEnv = {
  ...listenEnv,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }),
  AI_URL: z.url({ protocol: /^http$/, error: 'must be an http:// URL' }),
  POOL_SIZE: z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .default('30')
    .transform(Number)
    .pipe(z.number().min(1).max(500)),
  TIMEOUT: toggle,
  RETRIES: toggle,
  BREAKER: toggle,
  IDEMPOTENCY: toggle,
  // In a rehearsal everything lasts for this share of its time; what the shop does at intervals follows.
  TIME_SCALE: z
    .string()
    .default('1')
    .transform(Number)
    .pipe(z.number('must be a number').positive('must be above 0').max(1, 'must be at most 1')),
  // With a random secret a restart signs every user out; whoever wants tokens to outlive the process sets it.
  TOKEN_SECRET: z
    .string()
    .min(16)
    .default(() => randomBytes(32).toString('base64url')),
};
