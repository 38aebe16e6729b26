/**
 * How the points of a signal are to be read. `level`: what it was at that moment. `truth`: whether something was so, 1
 * or 0. `count`: how often it has come since the load began. `ratio`: two counts, a part and its whole. `histogram`:
 * counts by upper bound.
 */
export type SignalKind = 'level' | 'truth' | 'count' | 'ratio' | 'histogram';

/** A metric that the harness samples while the load runs, such as the share of its processors that a service uses. */
export interface Signal {
  readonly kind: SignalKind;
  readonly unit: 'ms' | 'share' | 'number' | 'bytes';
  /** What a limit is that does not say it: the most or the least. */
  readonly atMost: boolean;
  /** What tells its series apart; each is judged by itself. */
  readonly labels: readonly string[];
  /** Of counts: limits are told a minute. */
  readonly perMinute?: true | undefined;
}

/** The label of the two series of a ratio, and that of the upper bounds of a histogram. */
export const partLabel = 'part';
export const boundLabel = 'le';

/** Series that tells of every time when nothing was had; its labels say of whom, and why. */
export const missedSeries = 'probe_missed';

/** Who is asked for readings. */
export type Ask =
  /** The processes of a service that the harness started. */
  | { readonly kind: 'process' }
  /** The balancers in front of a replica. */
  | { readonly kind: 'balancers' }
  /** A PostgreSQL server, about itself. */
  | { readonly kind: 'postgres' }
  | { readonly kind: 'sql'; readonly query: string }
  | { readonly kind: 'health' | 'prometheus'; readonly path: string }
  | { readonly kind: 'redis' | 'pgbouncer' };

/** Which readings of an answer make a signal. Those that are left of a name after `where` are added up. */
export interface Take {
  readonly field: string;
  /** What the reading is a share of: the sum of these. */
  readonly of: readonly string[];
  readonly where: Readonly<Record<string, string>>;
  readonly by: readonly string[];
  /** Of truths: the value at which it is so. */
  readonly is: number | null;
  /** From what the answer has to the unit of the signal. */
  readonly factor: number;
}

/** One signal of one service, and how it is had. */
export interface PlannedProbe {
  readonly metric: string;
  readonly service: string;
  readonly signal: Signal;
  readonly ask: Ask;
  readonly take: Take;
}

interface KnownSignal extends Signal {
  readonly about: string;
}

const level = (unit: Signal['unit'], about: string): KnownSignal => ({
  kind: 'level',
  unit,
  atMost: true,
  labels: ['service'],
  about,
});

/** The signals of every target that has services of their kind. */
export const serverSignals = {
  service_up: {
    ...level('share', 'share of the looks at a service that found it running'),
    kind: 'truth',
    atMost: false,
  },
  service_cpu: level('share', 'processor time of a service with all its processes, of the cores that it may use'),
  service_memory: level('share', 'memory of a service with all its processes, of what it may use'),
  service_memory_bytes: level('bytes', 'memory of a service with all its processes'),
  service_open_files: level('number', 'files and connections that a service has open'),
  replica_requests: {
    ...level('number', 'requests that a balancer gave to a replica'),
    kind: 'count',
    labels: ['service', 'edge'],
  },
  replica_unanswered: {
    ...level('number', 'requests that a replica gave its balancer no answer to'),
    kind: 'count',
    labels: ['service', 'edge'],
    perMinute: true,
  },
  replica_ready: {
    ...level('share', 'share of the looks at a replica that found its balancer giving it requests'),
    kind: 'truth',
    labels: ['service', 'edge'],
    atMost: false,
  },
  db_connections: level('share', 'connections of a database server, of those that it allows'),
  db_lock_waits: level('number', 'sessions of a database that wait for a lock'),
  db_slow_queries: {
    ...level('number', 'statements that took longer than the slowQuery of their database'),
    kind: 'count',
    perMinute: true,
  },
  db_cache_hit_ratio: {
    ...level('share', 'blocks that a database found in its memory, of those it looked for'),
    kind: 'ratio',
    atMost: false,
  },
  db_replication_lag: level('ms', 'how far the slowest replica of a database is behind'),
} as const satisfies Readonly<Record<string, KnownSignal>>;

export type ServerSignal = keyof typeof serverSignals;

export function isServerSignal(name: string): name is ServerSignal {
  return Object.hasOwn(serverSignals, name);
}
