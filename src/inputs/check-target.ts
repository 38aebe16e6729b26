import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { Plan } from '../model/plan.ts';
import type { PlannedProbe } from '../model/signal.ts';
import { checkProbes, probeName, probeShape } from './check-probes.ts';
import { checkShape, shown } from './check-shape.ts';
import { checkReplicas } from './check-replicas.ts';
import { bytes, dataSize, duration, name } from './fields.ts';
import { serverProbes } from './server-probes.ts';
import { audit, checkAudits, type CheckedAudit } from './check-audit.ts';
import { startOrder } from './start-order.ts';
import type { Problems } from './problems.ts';
import { placeOfStack } from './place-of-stack.ts';

const path = z.string('expected a path such as /health').regex(/^\/\S*$/, 'expected a path that begins with /');
const env = z.record(z.string(), z.string('expected a text')).default({});
const disk = dataSize()
  .refine((size) => size >= 1e6 && size <= 1e9, 'must be from 1MB to 1GB: it is in memory')
  .optional();
const readyWithin = duration().default(30_000);
const metrics = path.optional();
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

const service = z.discriminatedUnion('kind', [
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
    slowQuery: duration().optional(),
    ...allowance,
  }),
  z.strictObject({
    kind: z.literal('external'),
    url: z
      .string()
      .regex(
        /^(https?|postgres|redis|tcp):\/\/\S+$/,
        'expected http://host:port, https://host:port, postgres://host:port, redis://host:port or tcp://host:port',
      ),
    address: z
      .string()
      .regex(/^\S+:\d{1,5}$/, 'expected host:port')
      .optional(),
    insecureSkipTLSVerify: z.boolean('expected true or false').default(false),
    ready: path.optional(),
    metrics,
  }),
]);

const target = z.strictObject({
  proofload: z.literal('target', 'expected what defineTarget() gives'),
  definedAt: z.string(),
  name: name(),
  services: z.record(name(), service),
  edges: z.array(z.string()),
  ports: z.record(z.string(), z.int().min(1).max(65_535)).default({}),
  options: z.record(name(), z.array(z.string()).min(1)).default({}),
  probes: z.record(probeName, probeShape).default({}),
  sampleEvery: duration().pipe(z.number().min(100, 'must be at least 100ms')).default(1000),
  audits: z.record(name(), audit).default({}),
});

export type CheckedService = z.output<typeof service>;
export interface CheckedEdge {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
}
export interface CheckedTarget {
  readonly name: string;
  readonly file: string | null;
  /** Folder that relative paths of the target refer to. */
  readonly folder: string;
  readonly services: Readonly<Record<string, CheckedService>>;
  readonly edges: readonly CheckedEdge[];
  /** Chosen value of every option. */
  readonly options: Readonly<Record<string, string>>;
  /** By the name of their ledger. */
  readonly audits: Readonly<Record<string, CheckedAudit>>;
  /** Names of all services, each after those that its edges lead to. */
  readonly startOrder: readonly string[];
  /** The service that the load goes to. */
  readonly entry: string;
  /** What its services are asked while the load runs, and how often, in ms. */
  readonly probes: readonly PlannedProbe[];
  readonly sampleEveryMs: number;
}

/** How many of a service run. */
export function replicaCount(definition: CheckedService | undefined): number {
  return definition !== undefined && 'replicas' in definition ? definition.replicas : 1;
}

/** The services of a target by name and kind. */
export function servicesOf({ services }: Pick<CheckedTarget, 'services'>): Plan['target']['services'][number][] {
  return Object.entries(services).map(([name, definition]) => {
    const replicas = replicaCount(definition);
    return { name, kind: definition.kind, ...(replicas === 1 ? {} : { replicas }) };
  });
}

/** Checks a target and the options chosen for it on the command line. */
export function checkTarget(
  value: unknown,
  chosen: Readonly<Record<string, string>>,
  { allowRemote }: { allowRemote: boolean },
  problems: Problems,
): CheckedTarget | undefined {
  const stack = (value as { definedAt?: unknown } | null)?.definedAt;
  const place = typeof stack === 'string' ? placeOfStack(stack) : undefined;
  const shape = checkShape(target, value, 'target', () => place, problems);
  if (shape === undefined) return undefined;
  const before = problems.count;
  const folder = place === undefined ? '.' : dirname(place.file);
  const services = Object.keys(shape.services);

  const edges = shape.edges.map((edge) => checkEdge(edge, services, shape.ports[edge] ?? null, place, problems));
  for (const edge of Object.keys(shape.ports)) {
    if (!shape.edges.includes(edge))
      problems.add(`ports: there is no edge "${edge}"`, place, didYouMean(edge, shape.edges));
  }
  const sequence = startOrder(services, edges);
  if ('circle' in sequence && problems.count === before) {
    const hint = 'take one of the edges between them out';
    problems.add(`the services ${sequence.circle.join(', ')} wait for each other`, place, hint);
  }
  const entries = edges.filter(({ from }) => from === 'k6');
  if (entries.length !== 1) {
    problems.add(
      `target "${shape.name}" has ${entries.length} edges from k6, expected exactly one`,
      place,
      'for example k6->api',
    );
  }
  for (const [serviceName, definition] of Object.entries(shape.services)) {
    checkService(
      serviceName,
      definition,
      { folder, edges, services, options: shape.options, allowRemote, place },
      problems,
    );
  }
  checkReplicas(shape.services, edges, place, problems);
  const probes = [...serverProbes(shape.services), ...checkProbes(shape.probes, shape.services, problems)];

  checkAudits(shape.audits, shape.services, place, problems);

  const options: Record<string, string> = {};
  for (const [option, values] of Object.entries(shape.options)) options[option] = chosen[option] ?? values[0] ?? '';
  for (const [option, chosenValue] of Object.entries(chosen)) {
    const values = shape.options[option];
    if (values === undefined) {
      problems.add(
        `--target-option ${option}: target "${shape.name}" has no such option`,
        undefined,
        didYouMean(option, Object.keys(shape.options)),
      );
    } else if (!values.includes(chosenValue)) {
      problems.add(
        `--target-option ${option}=${chosenValue}: no such value`,
        undefined,
        didYouMean(chosenValue, values),
      );
    }
  }
  if (problems.count > before) return undefined;
  return {
    name: shape.name,
    file: place?.file ?? null,
    folder,
    services: shape.services,
    edges,
    options,
    audits: shape.audits,
    startOrder: 'order' in sequence ? sequence.order : [],
    entry: entries[0]?.to ?? '',
    probes,
    sampleEveryMs: shape.sampleEvery,
  };
}

function checkEdge(
  edge: string,
  services: readonly string[],
  port: number | null,
  place: Place | undefined,
  problems: Problems,
): CheckedEdge {
  const [from = '', to = '', ...more] = edge.split('->');
  if (more.length > 0 || from === '' || to === '') {
    problems.add(`edge ${shown(edge)}: expected <service>-><service>, such as api->db`, place);
  } else {
    for (const end of [from, to]) {
      const known = end === from ? ['k6', ...services] : services;
      if (!known.includes(end))
        problems.add(`edge "${edge}": there is no service "${end}"`, place, didYouMean(end, known));
    }
  }
  return { name: edge, from, to, port };
}

interface ServiceContext {
  readonly folder: string;
  readonly edges: readonly CheckedEdge[];
  readonly services: readonly string[];
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly allowRemote: boolean;
  readonly place: Place | undefined;
}

function checkService(
  serviceName: string,
  definition: CheckedService,
  context: ServiceContext,
  problems: Problems,
): void {
  const { folder, place } = context;
  const needFile = (file: string, what: string): void => {
    if (!existsSync(resolve(folder, file))) {
      problems.add(
        `service "${serviceName}": ${what} "${file}" does not exist`,
        place,
        `paths are relative to ${folder}`,
      );
    }
  };
  switch (definition.kind) {
    case 'postgres':
      for (const file of definition.init) needFile(file, 'SQL file');
      return;
    case 'external':
      if (!context.allowRemote && !isLocal(listensAt(definition))) {
        problems.add(
          `service "${serviceName}": ${listensAt(definition)} is neither a loopback nor a private address`,
          place,
          'a load test against somebody else is an attack; --allow-remote if it is yours',
        );
      }
      return;
    case 'node':
      needFile(definition.entry, 'entry');
      checkEnv(serviceName, definition, context, problems);
      return;
    case 'process':
      needFile(definition.cwd, 'folder');
      checkEnv(serviceName, definition, context, problems);
  }
}

function checkEnv(
  serviceName: string,
  {
    env: variables,
    disk: ownDisk,
  }: { readonly env: Readonly<Record<string, string>>; readonly disk?: number | undefined },
  context: ServiceContext,
  problems: Problems,
): void {
  const reachable = context.edges.filter(({ from }) => from === serviceName).map(({ to }) => `${to}.url`);
  const known = [
    'port',
    'time-scale',
    ...(ownDisk === undefined ? [] : ['disk']),
    ...reachable,
    ...Object.keys(context.options).map((option) => `option.${option}`),
  ];
  const told = Object.values(variables).join(' ');
  if (ownDisk !== undefined && !told.includes('{disk}')) {
    problems.add(
      `service "${serviceName}" has a disk and is not told {disk}`,
      context.place,
      'without it the service writes elsewhere, and would not notice that the disk is full',
    );
  }
  for (const reference of reachable) {
    if (told.includes(`{${reference}}`)) continue;
    problems.add(
      `service "${serviceName}" has an edge to "${reference.replace(/\.url$/, '')}" and is not told {${reference}}`,
      context.place,
      'without the address of the proxy it would go around it, and no fault on the edge would reach it',
    );
  }
  for (const [variable, text] of Object.entries(variables)) {
    for (const [, reference = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (known.includes(reference)) continue;
      const missingEdge = context.services.find((other) => reference === `${other}.url`);
      problems.add(
        `service "${serviceName}": ${variable} refers to {${reference}}, which it cannot know`,
        context.place,
        missingEdge === undefined ? didYouMean(reference, known) : `add the edge "${serviceName}->${missingEdge}"`,
      );
    }
  }
}

function listensAt({ url, address }: Extract<CheckedService, { kind: 'external' }>): string {
  return address === undefined ? url : `tcp://${address}`;
}

/** Loopback and private addresses (RFC 1918, RFC 4193), and names that can only be local. */
export function isLocal(url: string): boolean {
  let host: string;
  try {
    host = new URL(url.replace(/^(postgres|redis|tcp):/, 'http:')).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return false;
  }
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (isIP(host) === 6) return host === '::1' || /^f[cd]/i.test(host);
  if (isIP(host) !== 4) return false;
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host);
}
