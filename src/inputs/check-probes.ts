import { z } from 'zod';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import { isReserved } from '../model/metric.ts';
import { boundLabel, partLabel, type Ask, type PlannedProbe, type Signal, type SignalKind } from '../model/signal.ts';
import { replicasOf } from '../model/replica.ts';
import { replicaCount, type CheckedService } from './service-shape.ts';
import { placeOfStack } from './place-of-stack.ts';
import type { Problems } from './problems.ts';

const label = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of a label');
const reading = z.string().min(1, 'expected the name of a reading');

/** What `prometheus()`, `sql()` and the like give. */
export const probeShape = z.strictObject({
  proofload: z.literal('probe', 'expected prometheus(), redis(), pgbouncer(), sql() or health()'),
  definedAt: z.string(),
  kind: z.enum(['prometheus', 'redis', 'pgbouncer', 'sql', 'health']),
  on: z.string(),
  what: z.string().min(1, 'expected what is asked'),
  as: z.enum(['level', 'count', 'histogram'], 'expected level, count or histogram').default('level'),
  unit: z.enum(['ms', 's', 'number', 'share', 'bytes'], 'expected ms, s, number, share or bytes').optional(),
  of: z.union([reading.transform((one) => [one]), z.array(reading).min(1)]).default([]),
  where: z.record(label, z.string()).default({}),
  by: z.array(label).default([]),
  is: z.number().optional(),
});

/** Its name is that of a metric. */
export const probeName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'expected a name of letters, digits and _, as metrics have');

type WrittenProbe = z.output<typeof probeShape>;
type Services = Readonly<Record<string, CheckedService>>;

/** The probes that a target file declares; those with mistakes are left out. */
export function checkProbes(
  written: Readonly<Record<string, WrittenProbe>>,
  services: Services,
  problems: Problems,
): PlannedProbe[] {
  return Object.entries(written).flatMap(([metric, probe]) => {
    const what = `probe "${metric}"`;
    const place = placeOfStack(probe.definedAt);
    const before = problems.count;
    if (isReserved(metric)) {
      problems.add(`${what}: k6 or Proofload has a metric "${metric}" already`, place, 'give it another name');
    }
    checkReading(what, probe, place, problems);
    const ask = askOf(what, probe, services, place, problems);
    if (ask === undefined || problems.count > before) return [];
    const { field, of, where, by, is = null } = { field: fieldOf(probe), ...probe };
    const factor = probe.unit === 's' ? 1000 : 1;
    const take = { field, of, where, by, is, factor };
    const asked = replicasOf(probe.on, replicaCount(services[probe.on]));
    return asked.map(({ name }) => ({ metric, service: name, signal: signalOf(probe), ask, take }));
  });
}

/** What a target is asked for, whether or not the rest of it is right. */
export function signalsOf(target: unknown): Readonly<Record<string, Signal>> {
  const { probes } = Object(target) as { probes?: unknown };
  const checked = z.record(probeName, probeShape).safeParse(probes).data ?? {};
  return Object.fromEntries(Object.entries(checked).map(([name, probe]) => [name, signalOf(probe)]));
}

/** Of a statement the first column is taken, of a health check whether it was good. */
function fieldOf({ kind, what }: WrittenProbe): string {
  return kind === 'sql' ? 'value' : kind === 'health' ? 'healthy' : what;
}

function signalOf(probe: WrittenProbe): Signal {
  const kind = kindOf(probe);
  const { unit = 'number', of } = probe;
  return {
    kind,
    unit: kind === 'truth' || of.length > 0 ? 'share' : unit === 's' ? 'ms' : unit,
    atMost: probe.kind !== 'health',
    labels: ['service', ...probe.by],
  };
}

function kindOf({ kind, as, of, is }: WrittenProbe): SignalKind {
  if (kind === 'health' || is !== undefined) return 'truth';
  return as === 'count' && of.length > 0 ? 'ratio' : as;
}

function checkReading(what: string, probe: WrittenProbe, place: Place | undefined, problems: Problems): void {
  const { kind, as, unit, of, by, where, is } = probe;
  const wrong = (message: string, hint: string) => problems.add(`${what}: ${message}`, place, hint);
  if (kind === 'health' && !probe.what.startsWith('/')) {
    wrong(`path is "${probe.what}"`, 'expected a path that begins with /');
  }
  if (is !== undefined && (as !== 'level' || of.length > 0 || unit !== undefined)) {
    wrong('"is" makes it a share of the time', 'leave out as, of and unit');
  }
  if (of.length > 0 && unit !== undefined) wrong('"of" makes it a share', 'leave out unit');
  if (as === 'count' && unit !== undefined) wrong('a count has no unit', 'leave out unit');
  if (as === 'histogram' && kind !== 'prometheus') wrong('only Prometheus has histograms', 'take level or count');
  if (as === 'histogram' && of.length > 0) wrong('a histogram is no share', 'leave out of');
  for (const taken of ['service', partLabel, boundLabel]) {
    if (by.includes(taken)) wrong(`by names "${taken}", which Proofload uses itself`, 'take another label');
  }
  if (kind === 'redis' && (by.length > 0 || Object.keys(where).length > 0)) {
    wrong('what Redis tells has no labels', 'leave out where and by');
  }
  if (kind === 'sql' && (of.length > 0 || Object.keys(where).length > 0)) {
    wrong('of and where are for the statement itself to say', 'leave them out');
  }
}

function askOf(
  what: string,
  { kind, on, what: asked }: WrittenProbe,
  services: Services,
  place: Place | undefined,
  problems: Problems,
): Ask | undefined {
  const service = Object.hasOwn(services, on) ? services[on] : undefined;
  if (service === undefined) {
    problems.add(`${what}: there is no service "${on}"`, place, didYouMean(on, Object.keys(services)));
    return undefined;
  }
  const speaks = protocolOf(service);
  const needs = { prometheus: 'http', health: 'http', sql: 'postgres', pgbouncer: 'postgres', redis: 'tcp' }[kind];
  if (speaks !== needs || (kind === 'pgbouncer' && service.kind === 'postgres')) {
    problems.add(`${what}: service "${on}" is not asked by ${kind}()`, place, `it speaks ${speaks}: ${ways[speaks]}`);
    return undefined;
  }
  if (kind === 'redis' || kind === 'pgbouncer') return { kind };
  if (kind === 'sql') return { kind, query: asked };
  if (kind === 'health') return { kind, path: asked };
  const path = 'metrics' in service ? service.metrics : undefined;
  if (path !== undefined) return { kind, path };
  problems.add(`${what}: service "${on}" does not say where its metrics are`, place, `add metrics: '/metrics' to it`);
  return undefined;
}

const ways = {
  http: 'take prometheus() or health()',
  postgres: 'take sql(), or pgbouncer() for a PgBouncer',
  tcp: 'take redis()',
};

export function protocolOf(service: CheckedService): keyof typeof ways {
  if (service.kind === 'postgres' || service.kind === 'pgbouncer') return 'postgres';
  if (service.kind === 'redis') return 'tcp';
  if (!('url' in service) || service.url.startsWith('http')) return 'http';
  return service.url.startsWith('postgres') ? 'postgres' : 'tcp';
}
