import { z } from 'zod';
import { bytes, dataSize, duration } from './fields.ts';
import type { Runtime } from './request.ts';

const path = z.string('expected a path such as /health').regex(/^\/\S*$/, 'expected a path that begins with /');
const env = z.record(z.string(), z.string('expected a text')).default({});
const disk = dataSize()
  .refine((size) => size >= 1e6 && size <= 1e9, 'must be from 1MB to 1GB: it is in memory')
  .optional();
const readyWithin = duration().default(30_000);
const metrics = path.optional();
const portHint = 'expected an address with a port from 1 to 65535, such as tcp://127.0.0.1:5672';
const allowance = {
  cores: z.number('expected a number of cores such as 2 or 0.5').positive('must be above 0').optional(),
  memory: bytes().optional(),
};

const replicated = {
  replicas: z.int('expected a whole number').min(1, 'must be at least 1').max(50, 'must be at most 50').default(1),
  affinity: z
    .union(
      [
        z.literal('connection'),
        z.strictObject({ cookie: z.string().min(1) }),
        z.strictObject({ header: z.string().min(1) }),
      ],
      "expected 'connection', { cookie: … } or { header: … }",
    )
    .optional(),
};

const settings = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_-]*$/, 'expected the name of a setting, in small letters'),
    z.union([z.number(), z.string().regex(/^[^\r\n]*$/, 'must be one line')], 'expected a text or a number'),
  )
  .default({});

/** A service of a target as it is written. */
export const serviceShape = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('node'),
    entry: z.string(),
    env,
    ready: path,
    readyWithin,
    metrics,
    disk,
    ...allowance,
    ...replicated,
  }),
  z.strictObject({
    kind: z.literal('process'),
    command: z.array(z.string()).min(1, 'expected a command and its arguments'),
    env,
    cwd: z.string().default('.'),
    ready: path,
    readyWithin,
    metrics,
    disk,
    ...allowance,
    ...replicated,
  }),
  z.strictObject({
    kind: z.literal('postgres'),
    init: z.array(z.string()).default([]),
    replicaOf: z.string('expected the name of a service').optional(),
    slowQuery: duration().optional(),
    ...allowance,
  }),
  z.strictObject({ kind: z.literal('redis'), settings, ...allowance }),
  z.strictObject({ kind: z.literal('pgbouncer'), settings, ...allowance }),
  z.strictObject({
    kind: z.literal('container'),
    image: z.string().min(1, 'expected the name of an image').optional(),
    build: z.string().optional(),
    command: z.array(z.string()).min(1, 'expected a command and its arguments').optional(),
    port: z
      .int('expected the port that it listens on')
      .min(1, 'must be at least 1')
      .max(65_535, 'must be at most 65535'),
    url: z
      .string()
      .regex(/^(http|postgres):\/\/\S+$/, 'expected http://… or postgres://…: its host and port are filled in')
      .default('http://container'),
    env,
    ready: path.optional(),
    readyWithin,
    metrics,
    ...allowance,
    ...replicated,
  }),
  z.strictObject({
    kind: z.literal('external'),
    url: z
      .string()
      .regex(
        /^(https?|postgres|redis|tcp):\/\/\S+$/,
        'expected http://host:port, https://host:port, postgres://host:port, redis://host:port or tcp://host:port',
      )
      .refine(hasPort, portHint),
    address: z
      .string()
      .regex(/^\S+:\d{1,5}$/, 'expected host:port')
      .refine((address) => hasPort(`tcp://${address}`), portHint)
      .optional(),
    insecureSkipTLSVerify: z.boolean('expected true or false').default(false),
    ready: path.optional(),
    metrics,
  }),
]);

/** It has a port that there can be; a scheme without a usual one must say it. */
function hasPort(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, port } = new URL(url);
  return port === '' ? protocol !== 'tcp:' : port !== '0';
}

export type CheckedService = z.output<typeof serviceShape>;

/** How many of a service run. */
export function replicaCount(definition: CheckedService | undefined): number {
  return definition !== undefined && 'replicas' in definition ? definition.replicas : 1;
}

/** Whether a service runs in a container, as its kind says, or as the command line does of those that can be put into one. */
export function runsInContainer({ kind }: CheckedService, runtime: Runtime): boolean {
  return kind === 'container' || (runtime === 'containers' && (kind === 'node' || kind === 'postgres'));
}
