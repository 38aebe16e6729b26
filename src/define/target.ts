import type { Audit } from './audit.ts';
import { placed, type Placed } from './place.ts';
import type { Probe } from './probe.ts';
import type { DataSize } from './size.ts';
import type { Duration } from './time.ts';

/**
 * Environment of a service. Values may hold `{host}` and `{port}` (where to listen), `{disk}` (its `disk`), `{option.<name>}`, `{time-scale}` (1, or
 * less in a rehearsal), and `{<service>.url}` for a service that an edge leads to: the address of the edge's proxy,
 * never of the service itself.
 */
export type ServiceEnv = Readonly<Record<string, string>>;

/** What a service may use; the shares `service_cpu` and `service_memory` refer to it. */
export interface Allowance {
  /** Processor cores: 2, 0.5. */
  readonly cores?: number;
  readonly memory?: `${number}${'KB' | 'MB' | 'GB'}`;
}

/** Which replica a request goes to, when it is not simply the next one's turn. */
export type Affinity =
  /** All requests of a connection go to the same one, also when it is down: as a balancer does that knows nothing of HTTP. */
  | 'connection'
  /** Requests with the same value of this cookie, or header, go to the same one. */
  | { readonly cookie: string }
  | { readonly header: string };

/** Copies of a service behind a balancer, which takes them in turn and leaves out those whose `ready` path fails twice. */
export interface Replicated {
  /** So many run, called `api-1`, `api-2`, …. @default 1 */
  readonly replicas?: number;
  readonly affinity?: Affinity;
}

interface Disk {
  /** A folder of its own, `{disk}` in its env: of this size while a fault of the run fills it. */
  readonly disk?: DataSize;
}

/** A Node program in TypeScript or JavaScript, bundled and started by the harness. */
export interface NodeService extends Allowance, Replicated, Disk {
  readonly kind: 'node';
  /** Path relative to the target file. */
  readonly entry: string;
  readonly env?: ServiceEnv;
  /** Path that answers 200 once the service can take traffic. */
  readonly ready: `/${string}`;
  /** @default '30s' */
  readonly readyWithin?: Duration;
  /** Path with the service's metrics in the Prometheus text format. */
  readonly metrics?: `/${string}`;
}

/** Any program, started by the harness. It must listen on 127.0.0.1:{port}. */
export interface ProcessService extends Allowance, Replicated, Disk {
  readonly kind: 'process';
  readonly command: readonly [string, ...string[]];
  readonly env?: ServiceEnv;
  /** Path relative to the target file. @default the folder of the target file */
  readonly cwd?: string;
  readonly ready: `/${string}`;
  readonly readyWithin?: Duration;
  /** Path with the service's metrics in the Prometheus text format. */
  readonly metrics?: `/${string}`;
}

/**
 * A PostgreSQL database: embedded, or in a schema of its own on the server that `PROOFLOAD_POSTGRES_URL` names.
 */
export interface PostgresService extends Allowance {
  readonly kind: 'postgres';
  /** The service whose data it follows by streaming replication, over the edge from it to that one; it can only be read. */
  readonly replicaOf?: string;
  /** SQL files, relative to the target file, run in this order before anything connects. */
  readonly init?: readonly string[];
  /** Statements that take longer are counted in `db_slow_queries`, where the harness started the server. */
  readonly slowQuery?: Duration;
}

/**
 * A service in a Docker container, made and removed by the harness. It is published on a loopback port alone, and is in a network
 * of the run's own.
 */
export interface ContainerService extends Allowance, Replicated {
  readonly kind: 'container';
  /** An image: `postgres:17`; this, or `build`. It is pulled where it is not on this machine. */
  readonly image?: string;
  /** Folder of a Dockerfile, relative to the target file. */
  readonly build?: string;
  /** @default as the image says */
  readonly command?: readonly [string, ...string[]];
  /** On which it listens in its container, on all addresses. */
  readonly port: number;
  /** How others speak to it, with what it wants to know of them; host and port are filled in. @default 'http://…' */
  readonly url?: `http://${string}` | `postgres://${string}`;
  readonly env?: ServiceEnv;
  /** Path that answers 200 once it can take traffic; needed where it speaks HTTP. */
  readonly ready?: `/${string}`;
  /** @default '30s' */
  readonly readyWithin?: Duration;
  /** Path with the service's metrics in the Prometheus text format. */
  readonly metrics?: `/${string}`;
}

/** What a server may be configured with, in its own words. */
export type ServerSettings = Readonly<Record<string, string | number>>;

/** A Redis of the run's own, empty when it is started. */
export interface RedisService extends Allowance {
  readonly kind: 'redis';
  /** Of redis.conf: `{ maxmemory: '64mb', appendonly: 'yes' }`. @default nothing is kept on a disk */
  readonly settings?: ServerSettings;
}

/** A PgBouncer of the run's own, in front of the database that its one edge leads to. */
export interface PgbouncerService extends Allowance {
  readonly kind: 'pgbouncer';
  /** Of pgbouncer.ini: `{ pool_mode: 'transaction', default_pool_size: 10 }`. */
  readonly settings?: ServerSettings;
}

/** Something that runs already; the harness only puts proxies in front of it. */
export interface ExternalService {
  readonly kind: 'external';
  /**
   * `http://host:port`, `https://…`, `postgres://…`, `redis://…` or `tcp://…`; the scheme says which canary speaks to it. HTTP
   * requests keep this host as their Host and server name, though they go through a proxy.
   */
  readonly url:
    `http://${string}` | `https://${string}` | `postgres://${string}` | `redis://${string}` | `tcp://${string}`;
  /** Where the service listens, for a host that means something else here. @default what the host resolves to */
  readonly address?: `${string}:${number}`;
  /** HTTPS: take any certificate. A private authority is better trusted by SSL_CERT_FILE. @default false */
  readonly insecureSkipTLSVerify?: boolean;
  /** HTTP: path that answers 2xx when it is up. @default '/' with any status below 500 */
  readonly ready?: `/${string}`;
  /** HTTP: path with the service's metrics in the Prometheus text format. */
  readonly metrics?: `/${string}`;
}

interface ServiceByKind {
  readonly node: NodeService;
  readonly process: ProcessService;
  readonly postgres: PostgresService;
  readonly redis: RedisService;
  readonly pgbouncer: PgbouncerService;
  readonly container: ContainerService;
  readonly external: ExternalService;
}

export type ServiceKind = keyof ServiceByKind;

export type Service = ServiceByKind[ServiceKind];

/** The kinds of services by their names. */
export type Kinds = Readonly<Record<string, ServiceKind>>;

/** Names of the services of one kind. */
export type OfKind<K extends Kinds, Kind extends ServiceKind> = {
  [N in keyof K]: Kind extends K[N] ? N : never;
}[keyof K] &
  string;

/** Names of the options with their values; the first is the default. */
export type TargetOptions = Readonly<Record<string, readonly [string, ...string[]]>>;

export interface TargetDefinition<K extends Kinds, E extends string> {
  readonly name: string;
  readonly services: { readonly [N in keyof K]: { readonly kind: K[N] } & ServiceByKind[K[N]] };
  /** Connections between services, each through its own fault proxy. `k6->x` names the service that is loaded. */
  readonly edges: readonly E[];
  /** Fixed ports for the proxies of edges, for programs that are configured once. @default chosen by the run */
  readonly ports?: Readonly<Partial<Record<NoInfer<E>, number>>>;
  /** A Toxiproxy that runs already, whose proxies `adopt` names; `--toxiproxy` names another. */
  readonly toxiproxy?: `http://${string}` | `https://${string}`;
  /** Edges that are proxies of it already, by their names there: faults are put on these. @default each run makes its own */
  readonly adopt?: Readonly<Partial<Record<NoInfer<E>, string>>>;
  readonly options?: TargetOptions;
  /** What services are asked while the load runs, by the name of the metric that it becomes. */
  readonly probes?: Readonly<Record<string, Probe<NoInfer<keyof K & string>>>>;
  /** How often they are asked. @default '1s' */
  readonly sampleEvery?: Duration;
  /** How what journeys wrote is read back after the run, by the names of their ledgers. @default nothing is */
  readonly audits?: Readonly<Record<string, Audit<NoInfer<keyof K & string>>>>;
}

export interface Target<K extends Kinds = Kinds, E extends string = string> extends TargetDefinition<K, E>, Placed {
  readonly proofload: 'target';
}

/** The system under test: services, and the edges between them on which faults can be put. */
export function defineTarget<
  const K extends Kinds,
  const E extends `${'k6' | (keyof K & string)}->${keyof K & string}`,
>(definition: TargetDefinition<K, E>): Target<K, E> {
  return { proofload: 'target', ...definition, ...placed() };
}
