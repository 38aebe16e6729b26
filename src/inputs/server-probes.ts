import { serverSignals, type PlannedProbe, type ServerSignal, type Signal, type Take } from '../model/signal.ts';
import { replicasOf } from '../model/replica.ts';
import { replicaCount, type CheckedService } from './service-shape.ts';

/** What every service is asked without being told so, by its kind and by what it declares. */
export function serverProbes(services: Readonly<Record<string, CheckedService>>): PlannedProbe[] {
  return Object.entries(services).flatMap(([name, service]) => [
    ...replicasOf(name, replicaCount(service)).flatMap((replica) => ofProcesses(replica.name, service)),
    ...ofReplicas(name, service),
    ...ofDatabase(name, service),
  ]);
}

function ofProcesses(service: string, definition: CheckedService): PlannedProbe[] {
  if (definition.kind === 'external') return [];
  const { cores, memory } = definition;
  const probe = probeOf(service, 'process');
  return [
    probe('service_up', { field: 'up', is: 1 }),
    probe('service_memory_bytes', { field: 'memory_bytes' }),
    probe('service_open_files', { field: 'open_files' }),
    ...(cores === undefined ? [] : [probe('service_cpu', { field: 'cores_used', factor: 1 / cores })]),
    ...(memory === undefined ? [] : [probe('service_memory', { field: 'memory_bytes', factor: 1 / memory })]),
  ];
}

/** By the edges that lead to them, each of which has a balancer of its own. */
function ofReplicas(service: string, definition: CheckedService): PlannedProbe[] {
  const replicas = replicasOf(service, replicaCount(definition));
  return replicas.flatMap(({ name, number }) => {
    if (number === null) return [];
    const probe = probeOf(name, 'balancers');
    return [
      probe('replica_requests', { field: 'requests', by: ['edge'] }),
      probe('replica_unanswered', { field: 'unanswered', by: ['edge'] }),
      probe('replica_ready', { field: 'ready', by: ['edge'], is: 1 }),
    ];
  });
}

function ofDatabase(service: string, definition: CheckedService): PlannedProbe[] {
  if (definition.kind !== 'postgres' && !isKnownDatabase(definition)) return [];
  const probe = probeOf(service, 'postgres');
  const isReplica = definition.kind === 'postgres' && definition.replicaOf !== undefined;
  const isCounted = definition.kind === 'postgres' && definition.slowQuery !== undefined;
  return [
    probe('db_connections', { field: 'connections', of: ['connections_allowed'] }),
    probe('db_lock_waits', { field: 'lock_waits' }),
    probe('db_cache_hit_ratio', { field: 'blocks_found', of: ['blocks_asked'] }),
    // A primary tells how far its replicas are behind.
    ...(isReplica ? [] : [probe('db_replication_lag', { field: 'replication_lag_ms' })]),
    ...(isCounted ? [probe('db_slow_queries', { field: 'slow_queries' })] : []),
  ];
}

/** Without a user nobody may ask. */
function isKnownDatabase(service: CheckedService): boolean {
  return 'url' in service && /^postgres:\/\/[^/@]+@/.test(service.url);
}

const all = { of: [], where: {}, by: [], is: null, factor: 1 };

function probeOf(service: string, kind: 'process' | 'balancers' | 'postgres') {
  return (metric: ServerSignal, take: Partial<Take> & Pick<Take, 'field'>): PlannedProbe => {
    const signal: Signal & { about?: string } = { ...serverSignals[metric] };
    delete signal.about; // the plan is stored with every run
    return { metric, service, signal, ask: { kind }, take: { ...all, ...take } };
  };
}
