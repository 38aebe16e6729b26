import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { CheckedEdge } from './check-target.ts';
import type { Problems } from './problems.ts';
import type { CheckedService } from './service-shape.ts';

type Services = Readonly<Record<string, CheckedService>>;

/** What the run itself writes into the configuration of a server. */
const ownSettings = {
  redis: [
    'bind',
    'port',
    'dir',
    'requirepass',
    'unixsocket',
    'daemonize',
    'supervised',
    'logfile',
    'pidfile',
    'set-proc-title',
  ],
  pgbouncer: [
    'listen_addr',
    'listen_port',
    'auth_type',
    'auth_file',
    'admin_users',
    'unix_socket_dir',
    'logfile',
    'user',
  ],
} as const;

/** What is wrong with databases, pools and caches of the run's own: settings, and whom they depend on. */
export function checkStores(
  services: Services,
  edges: readonly CheckedEdge[],
  place: Place | undefined,
  problems: Problems,
): void {
  for (const [name, definition] of Object.entries(services)) {
    const ways = edges.filter(({ from }) => from === name).map(({ to }) => to);
    if (definition.kind === 'redis' || definition.kind === 'pgbouncer') {
      for (const setting of ownSettings[definition.kind]) {
        if (!Object.hasOwn(definition.settings, setting)) continue;
        problems.add(`service "${name}": settings: ${setting} is the run's to say`, place, 'leave it out');
      }
    }
    if (definition.kind === 'pgbouncer') checkPool(name, ways, services, place, problems);
    if (definition.kind === 'postgres' && definition.replicaOf !== undefined) {
      checkReplica(name, { ...definition, replicaOf: definition.replicaOf }, ways, services, place, problems);
    }
  }
}

function checkPool(
  name: string,
  ways: readonly string[],
  services: Services,
  place: Place | undefined,
  problems: Problems,
): void {
  const [to = ''] = ways;
  if (ways.length !== 1) {
    problems.add(
      `service "${name}" has ${ways.length} edges that lead away from it, and a PgBouncer needs one, to its database`,
      place,
      `for example ${name}->db`,
    );
  } else if (services[to] !== undefined && !isDatabase(services[to])) {
    problems.add(
      `service "${name}" is a PgBouncer in front of "${to}", which is no PostgreSQL database`,
      place,
      'it takes one of the kind postgres, or an external one with its user: postgres://user:password@host',
    );
  }
}

function checkReplica(
  name: string,
  { replicaOf, init }: { readonly replicaOf: string; readonly init: readonly string[] },
  ways: readonly string[],
  services: Services,
  place: Place | undefined,
  problems: Problems,
): void {
  const wrong = (message: string, hint: string): void => problems.add(`service "${name}" ${message}`, place, hint);
  const primaries = Object.entries(services).flatMap(([other, service]) =>
    service.kind === 'postgres' && service.replicaOf === undefined ? [other] : [],
  );
  if (!primaries.includes(replicaOf)) {
    wrong(`is a replica of "${replicaOf}", which is no primary of the kind postgres`, didYouMean(replicaOf, primaries));
  } else if (!ways.includes(replicaOf)) {
    wrong(`follows "${replicaOf}" over an edge that there is not`, `add the edge "${name}->${replicaOf}"`);
  }
  if (init.length > 0) wrong('is a replica and has init', 'it has what its primary has: leave init out');
}

/** One that can be logged in to. */
function isDatabase(service: CheckedService): boolean {
  return service.kind === 'postgres' || ('url' in service && /^postgres:\/\/[^/@]+@/.test(service.url));
}
