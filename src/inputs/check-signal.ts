import { didYouMean } from '../diagnostic/nearest.ts';
import type { PlannedTarget } from '../model/plan.ts';
import { replicasOf } from '../model/replica.ts';
import { isServerSignal, serverSignals, type ServerSignal, type Signal } from '../model/signal.ts';
import type { AnyObjective, Where } from '../model/slo.ts';
import type { PlaceOf } from './check-shape.ts';
import { parseMultiple, splitLimit } from './limit.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

/** What is known of the signals of a run. */
export interface KnownSignals {
  readonly target: Pick<PlannedTarget, 'name' | 'services' | 'probes'>;
  /** What other targets of the project are asked for. */
  readonly signals: Readonly<Record<string, Signal>>;
}

/** The signal of a name; undefined where no target has one that is called so. */
export function signalNamed(metric: string, { target, signals }: KnownSignals): Signal | undefined {
  const probe = target.probes?.find((one) => one.metric === metric);
  if (probe !== undefined) return probe.signal;
  if (isServerSignal(metric)) return withoutAbout(serverSignals[metric]);
  return Object.hasOwn(signals, metric) ? signals[metric] : undefined;
}

/** The names of all signals. */
export function signalNames({ target, signals }: KnownSignals): string[] {
  const probes = (target.probes ?? []).map(({ metric }) => metric);
  return [...new Set([...Object.keys(serverSignals), ...probes, ...Object.keys(signals)])];
}

function withoutAbout({ kind, unit, atMost, labels, ...more }: Signal): Signal {
  return { kind, unit, atMost, labels, ...('perMinute' in more ? { perMinute: true } : {}) };
}

interface Reporting {
  readonly what: string;
  readonly at: PlaceOf;
  readonly problems: Problems;
}

/** The condition of an objective: something sampled that is so or not. @param signal what the objective is about */
export function checkWhile(
  { while: condition }: WrittenObjective,
  signal: Signal | undefined,
  { what, at, problems }: Reporting,
  known: KnownSignals,
): void {
  if (condition === undefined) return;
  const wrong = (message: string, hint: string) => problems.add(`${what}: ${message}`, at(['while']), hint);
  if (signal === undefined) wrong('while is for what is sampled', 'a request belongs to a phase: say during');
  const named = signalNamed(condition, known);
  if (named === undefined) wrong(`there is no probe "${condition}"`, didYouMean(condition, signalNames(known)));
  else if (named.kind !== 'truth')
    wrong(`${condition} is neither so nor not`, 'take a health check, or a probe with "is"');
}

/** What only objectives about signals can get wrong: labels, services that do not declare what a share is of. */
export function checkSignal(
  { metric, stat, target: limit }: WrittenObjective,
  { labels }: Signal,
  where: Where,
  { what, at, problems }: Reporting,
  { target }: KnownSignals,
): void {
  for (const key of Object.keys(where)) {
    if (labels.includes(key)) continue;
    problems.add(`${what}: ${metric} has no label "${key}"`, at(['where', key]), didYouMean(key, labels));
  }
  if (parseMultiple(splitLimit(limit).text) !== undefined) {
    const hint = 'each of its series has a steady state of its own; write the limit itself';
    problems.add(`${what}: ${metric} is sampled and takes no multiple of steady state`, at(['target']), hint);
  }
  if (stat === 'slope' && /^0+(\.0*)?[^\d.]/.test(splitLimit(limit).text)) {
    const hint = 'no measurement shows that nothing grows at all; allow as much as would do no harm in a day';
    problems.add(`${what}: target is ${limit}`, at(['target']), hint);
  }
  const processes = target.services.flatMap(({ name, kind, replicas }) =>
    replicasOf(name, replicas).map((replica) => ({ name: replica.name, kind })),
  );
  const asked = processes.map(({ name }) => name);
  const isAsked = target.probes?.some((probe) => probe.metric === metric) === true;
  for (const name of where['service']?.names ?? []) {
    if (!isAsked || asked.includes(name)) continue;
    problems.add(`${what}: there is no service "${name}"`, at(['where', 'service']), didYouMean(name, asked));
  }
  if (!isServerSignal(metric)) return;
  const [field, kinds] = declarations[metric] ?? [];
  if (field === undefined || kinds === undefined) return;
  for (const { name, kind } of processes) {
    const isMeant = kinds.includes(kind) && isNamed(name, where);
    if (!isMeant || target.probes?.some((probe) => probe.metric === metric && probe.service === name) === true)
      continue;
    problems.add(
      `${what}: service "${name}" of target "${target.name}" declares no ${field}, which ${metric} needs`,
      at(['metric']),
      `add ${field} to it, or ask for others with where: { service: … }`,
    );
  }
}

/** A recovery is told by windows of the load; samples are too few for it. */
export function refuseSampledRecovery(objectives: readonly AnyObjective[], problems: Problems): void {
  for (const recovery of objectives) {
    if (recovery.kind !== 'recovery') continue;
    for (const one of objectives) {
      if (one.kind !== 'objective' || one.signal === undefined || !recovery.of.includes(one.name)) continue;
      const message = `objective "${recovery.name}": "${one.name}" is about ${one.metric}, which is sampled`;
      problems.add(
        message,
        recovery.place,
        'a recovery is that of what the load measures; give it an objective of its own with during: recovery',
      );
    }
  }
}

const ours = ['node', 'process', 'postgres', 'redis', 'pgbouncer', 'container'];

/** Signals that need a field of the services that they are about, by the kinds of these. */
const declarations: Readonly<Partial<Record<ServerSignal, readonly [field: string, kinds: readonly string[]]>>> = {
  service_cpu: ['cores', ours],
  service_memory: ['memory', ours],
  db_slow_queries: ['slowQuery', ['postgres']],
};

function isNamed(service: string, { service: filter }: Where): boolean {
  return filter === undefined || filter.names.includes(service) !== filter.not;
}
