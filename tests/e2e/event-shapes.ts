import { z } from 'zod';

// What docs/events.md promises to programs that follow a run.

const base = { at: z.iso.datetime(), experiment: z.string() };
const fault = z.object({ id: z.string(), startMs: z.number(), endMs: z.number() });

const tick = z.strictObject({
  event: z.literal('tick'),
  ...base,
  elapsedMs: z.number().nonnegative(),
  totalMs: z.number().positive(),
  phase: z.string(),
  level: z.number().nonnegative(),
  users: z.number().nonnegative().nullable(),
  passesPerSecond: z.number().nonnegative().nullable(),
  requests: z.int().nonnegative(),
  requestsPerSecond: z.number().nonnegative(),
  p50Ms: z.number().positive().nullable(),
  p95Ms: z.number().positive().nullable(),
  p99Ms: z.number().positive().nullable(),
  errorRate: z.number().min(0).max(1).nullable(),
  errors: z.array(z.strictObject({ kind: z.string(), recent: z.int().nonnegative(), total: z.int().positive() })),
  faults: z.array(z.strictObject({ id: z.string(), felt: z.boolean(), leftMs: z.number().nonnegative() })),
  nextFault: z.strictObject({ id: z.string(), inMs: z.number().positive() }).nullable(),
  objectives: z.array(
    z.strictObject({
      name: z.string(),
      standing: z.enum(['holds', 'warns', 'missed', 'unknown', 'idle']),
      observed: z.number().nullable(),
      unit: z.string(),
      atMost: z.boolean(),
      target: z.number(),
      relative: z
        .strictObject({ target: z.number(), critical: z.number().nullable(), steady: z.number().nullable() })
        .nullable(),
    }),
  ),
});

const experiment = z.strictObject({
  experiment: z.string(),
  verdict: z.string(),
  sentence: z.string(),
  exitCode: z.int(),
  folder: z.string().nullable(),
});

export const eventShapes = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('stage'), ...base, text: z.string() }),
  z.strictObject({ event: z.literal('note'), ...base, text: z.string() }),
  z.strictObject({
    event: z.literal('load-started'),
    ...base,
    profile: z.string(),
    model: z.enum(['closed', 'open']),
    totalMs: z.number().positive(),
    faults: z.array(fault),
  }),
  tick,
  z.strictObject({
    event: z.literal('fault'),
    ...base,
    fault: z.string(),
    atMs: z.number(),
    what: z.enum(['asked', 'acknowledged', 'felt', 'heal-asked', 'heal-acknowledged', 'clean', 'escalated', 'exposed']),
    detail: z.string().nullable(),
    assumed: z.boolean(),
    exposure: z.strictObject({ connections: z.int().nullable(), requests: z.int().nullable() }).nullable(),
  }),
  z.strictObject({
    event: z.literal('verdict'),
    ...base,
    verdict: z.enum(['pass', 'warn', 'fail', 'inconclusive', 'invalid']),
    sentence: z.string(),
    exitCode: z.int(),
    folder: z.string(),
  }),
  z.strictObject({
    event: z.literal('error'),
    at: base.at,
    experiment: z.string().nullable(),
    code: z.string(),
    message: z.string(),
    problems: z.array(z.string()),
    hint: z.string().nullable(),
    exitCode: z.int().positive(),
  }),
  z.strictObject({
    event: z.literal('gate'),
    at: base.at,
    name: z.string(),
    exitCode: z.int(),
    folder: z.string(),
    experiments: z.array(experiment),
  }),
]);
