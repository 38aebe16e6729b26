import { dirname } from 'node:path';
import { z } from 'zod';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { Plan } from '../model/plan.ts';
import type { PlannedProbe } from '../model/signal.ts';
import { checkProbes, probeName, probeShape } from './check-probes.ts';
import { checkShape, shown } from './check-shape.ts';
import { checkAdopted } from './check-adopted.ts';
import { checkReplicas } from './check-replicas.ts';
import { checkService } from './check-service.ts';
import { checkStores } from './check-stores.ts';
import { duration, name } from './fields.ts';
import { serverProbes } from './server-probes.ts';
import { replicaCount, runsInContainer, serviceShape, type CheckedService } from './service-shape.ts';
import { audit, checkAudits, type CheckedAudit } from './check-audit.ts';
import { startOrder } from './start-order.ts';
import type { Problems } from './problems.ts';
import type { Runtime } from './request.ts';
import { placeOfStack } from './place-of-stack.ts';

const portHint = 'expected a port from 1 to 65535';
const port = z.int(portHint).min(1, portHint).max(65_535, portHint);

const target = z.strictObject({
  proofload: z.literal('target', 'expected what defineTarget() gives'),
  definedAt: z.string(),
  name: name(),
  services: z.record(name(), serviceShape),
  edges: z.array(z.string()),
  ports: z.record(z.string(), port).default({}),
  toxiproxy: z.string().nullable().default(null),
  adopt: z.record(z.string(), z.string().regex(/^[^/]+$/, 'expected the name of a proxy, without a slash')).default({}),
  options: z.record(name(), z.array(z.string()).min(1)).default({}),
  probes: z.record(probeName, probeShape).default({}),
  sampleEvery: duration().pipe(z.number().min(100, 'must be at least 100ms')).default(1000),
  audits: z.record(name(), audit).default({}),
});

export interface CheckedEdge {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
  /** Name of the proxy that it is already, in the target's Toxiproxy. */
  readonly adopt: string | null;
}
export interface CheckedTarget {
  readonly name: string;
  readonly file: string | null;
  /** Folder that relative paths of the target refer to. */
  readonly folder: string;
  readonly services: Readonly<Record<string, CheckedService>>;
  readonly runtime: Runtime;
  readonly edges: readonly CheckedEdge[];
  /** API of the Toxiproxy that edges are adopted from; null: none is. */
  readonly toxiproxy: string | null;
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

/** The services of a target by name and kind. */
export function servicesOf({
  services,
  runtime,
}: Pick<CheckedTarget, 'services' | 'runtime'>): Plan['target']['services'][number][] {
  return Object.entries(services).map(([name, definition]) => {
    const replicas = replicaCount(definition);
    const isContained = runsInContainer(definition, runtime);
    return {
      name,
      kind: definition.kind,
      ...(replicas === 1 ? {} : { replicas }),
      ...(isContained ? { container: true } : {}),
    };
  });
}

/** Checks a target and the options chosen for it on the command line. */
export function checkTarget(
  value: unknown,
  chosen: Readonly<Record<string, string>>,
  { allowRemote, runtime = 'processes' }: { allowRemote: boolean; runtime?: Runtime | undefined },
  problems: Problems,
): CheckedTarget | undefined {
  const stack = (value as { definedAt?: unknown } | null)?.definedAt;
  const place = typeof stack === 'string' ? placeOfStack(stack) : undefined;
  const shape = checkShape(target, value, 'target', () => place, problems);
  if (shape === undefined) return undefined;
  const before = problems.count;
  const folder = place === undefined ? '.' : dirname(place.file);
  const services = Object.keys(shape.services);

  const edges = shape.edges.map((edge) => {
    const [port, adopt] = [shape.ports[edge] ?? null, shape.adopt[edge] ?? null];
    return { ...checkEdge(edge, services, place, problems), port, adopt };
  });
  for (const field of ['ports', 'adopt'] as const) {
    for (const edge of Object.keys(shape[field])) {
      if (!shape.edges.includes(edge))
        problems.add(`${field}: there is no edge "${edge}"`, place, didYouMean(edge, shape.edges));
    }
  }
  for (const [index, { name, port }] of edges.entries()) {
    const other = port === null ? undefined : edges.slice(0, index).find((one) => one.port === port);
    if (other === undefined) continue;
    problems.add(`ports: ${other.name} and ${name} are both on ${port}`, place, 'give each edge a port of its own');
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
      { folder, edges, services, options: shape.options, allowRemote, runtime, place },
      problems,
    );
  }
  checkReplicas(shape.services, edges, place, problems);
  checkAdopted(shape.services, edges, runtime, place, problems);
  checkStores(shape.services, edges, place, problems);
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
    runtime,
    edges,
    toxiproxy: shape.toxiproxy,
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
  place: Place | undefined,
  problems: Problems,
): Pick<CheckedEdge, 'name' | 'from' | 'to'> {
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
  return { name: edge, from, to };
}
