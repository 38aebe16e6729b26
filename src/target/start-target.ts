import { type CheckedTarget } from '../inputs/check-target.ts';
import { replicaCount, type CheckedService } from '../inputs/service-shape.ts';
import { replicasOf, type Replica } from '../model/replica.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { isContained, openContainers } from './containers/containers.ts';
import type { KeptService } from './kept-service.ts';
import { startService } from './start-service.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a canary speaks to a service. */
export type EdgeProtocol =
  /** `authority` is the Host that it expects: `shop.test:8443`. */
  | { readonly kind: 'http' | 'https'; readonly path: string; readonly authority: string | undefined }
  | { readonly kind: 'postgres' | 'redis' }
  | { readonly kind: 'tcp' };

export interface RunningEdge extends Address {
  /** `api->db`; of each replica of api `api-1->db`. */
  readonly name: string;
  /** As the target calls it: `api->db`. */
  readonly edge: string;
  /** Of the service that it leads away from; null: that has none. */
  readonly replica: number | null;
  readonly protocol: EdgeProtocol;
}

/** How k6 gets to the target. */
export interface Entry {
  /** Without a slash at the end. */
  readonly url: string;
  /** `host:port` of requests, and where they go instead. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Address of the fault proxy. */
  readonly through: string;
  readonly insecureSkipTLSVerify: boolean;
}

export interface RunningService extends Address {
  /** `api`; of each of its replicas `api-1`. */
  readonly name: string;
  /** As the target calls it: `api`. */
  readonly service: string;
  /** Null: it has none. */
  readonly replica: number | null;
  readonly protocol: EdgeProtocol;
  readonly url: string;
  /** Null where it runs already. */
  readonly own: KeptService | null;
}

export interface RunningTarget extends AsyncDisposable {
  /** Where the load goes. Null: the target is unknown. */
  readonly entry: Entry | null;
  readonly edges: readonly RunningEdge[];
  /** By their own addresses, around the fault proxies. */
  readonly services: readonly RunningService[];
  /** Resolves with a sentence when a service ends that nobody stopped; else never. */
  readonly crashed: Promise<string>;
  /** Ends the services in the reverse order of their start, each as it wishes to be ended. */
  stop(): Promise<void>;
}

export interface TargetSpec {
  readonly target: CheckedTarget;
  readonly runId: string;
  readonly workDir: string;
  readonly logDir: string;
  readonly undo: UndoLog;
  readonly hostEnv: Readonly<Record<string, string>>;
  /** Services that shorten times of their own in a rehearsal are told it. */
  readonly timeScale: number;
  /** Path of the Node program that runs `node` services. */
  readonly node: string;
  /** Where hosts are, for a script that says so itself: `host` or `host:port` to an address. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Services whose disks are to be filled, and whose clocks are to be moved. */
  readonly filledDisks: ReadonlySet<string>;
  readonly movedClocks: ReadonlySet<string>;
  /** Puts a fault proxy in front of a service. */
  readonly addEdge: (edge: NewEdge) => Promise<Address>;
}

/** An edge to be made. */
export interface NewEdge extends Pick<RunningEdge, 'name' | 'edge'> {
  /** The service that it leads to, as the target calls it. */
  readonly to: string;
  /** All that run of it. */
  readonly upstreams: readonly (Address & { readonly name: string })[];
  readonly service: CheckedService;
  /** The address of this machine on which it should listen; null: loopback. */
  readonly host: string | null;
  /** Null: any. */
  readonly port: number | null;
}

/** A service that is up, as others see it behind any address. */
export interface Up extends Address {
  readonly protocol: EdgeProtocol;
  urlAt(address: Address): string;
  /** Where it is something else to k6 than its address: what has a name keeps it. */
  entryAt?(address: Address): Pick<Entry, 'url' | 'hosts' | 'insecureSkipTLSVerify'>;
  /** Null where it runs already. */
  readonly own: KeptService | null;
  stop(): Promise<void>;
}

/**
 * Starts the services of a target, each after those that it needs, with a fault proxy on every edge.
 *
 * What it starts is in the undo log; undoing that is how it ends.
 *
 * @throws ProofloadError `target-not-up` (exit 7)
 */
export async function startTarget(spec: TargetSpec): Promise<RunningTarget> {
  const { target } = spec;
  const containers = await openContainers(target, spec.hostEnv, spec.undo);
  const up = new Map<string, readonly Started[]>();
  const edges: RunningEdge[] = [];
  let tellCrash: (sentence: string) => void = () => undefined;
  const crashed = new Promise<string>((resolve) => (tellCrash = resolve));

  for (const name of target.startOrder) {
    const definition = target.services[name];
    if (definition === undefined) continue;
    const started = await Promise.all(
      replicasOf(name, replicaCount(definition)).map(async (replica): Promise<Started> => {
        const urls = urlsFor(name, replica, target, edges, up);
        return {
          ...replica,
          service: name,
          up: await startService({ name: replica.name, service: name, definition, urls }, spec, containers, tellCrash),
        };
      }),
    );
    up.set(name, started);
    for (const { name: edge, from, to, port } of target.edges) {
      if (to !== name) continue;
      for (const replica of replicasOf(from, replicaCount(target.services[from]))) {
        const upstreams = started.map((one) => ({ name: one.name, host: one.up.host, port: one.up.port }));
        const own = { name: `${replica.name}->${to}`, edge, replica: replica.number };
        // Containers do not see this machine's loopback.
        const host = isContained(target, from) ? (containers?.network.gateway ?? null) : null;
        const address = await spec.addEdge({ ...own, to, upstreams, service: definition, host, port });
        edges.push({ ...own, host: address.host, port: address.port, protocol: protocolOf(started) });
      }
    }
  }

  const all = [...up.values()].flat();
  const stop = async (): Promise<void> => {
    for (const one of all.toReversed()) await one.up.stop();
  };
  const way = edges.find(({ name }) => name.startsWith('k6->'));
  const service = up.get(target.entry)?.[0]?.up;
  const entry = service === undefined || way === undefined ? null : entryOf(service, way);
  const services = all.map(({ name, number, service: of, up: one }): RunningService => ({
    name,
    service: of,
    replica: number,
    host: one.host,
    port: one.port,
    protocol: one.protocol,
    url: one.entryAt === undefined ? one.urlAt(one) : one.entryAt(one).url,
    own: one.own,
  }));
  return { entry, edges, services, crashed, stop, [Symbol.asyncDispose]: stop };
}

/** One that runs of a service. */
interface Started extends Replica {
  readonly service: string;
  readonly up: Up;
}

/** Replicas speak the same. */
function protocolOf([first]: readonly Started[]): EdgeProtocol {
  return first?.up.protocol ?? { kind: 'tcp' };
}

/** What a service's environment says of others: `{db.url}` is the address of its own fault proxy. */
function urlsFor(
  service: string,
  replica: Replica,
  target: CheckedTarget,
  edges: readonly RunningEdge[],
  up: ReadonlyMap<string, readonly Started[]>,
): Record<string, string> {
  const urls: Record<string, string> = {};
  for (const { name, from, to } of target.edges) {
    const way = edges.find(({ edge, replica: number }) => edge === name && number === replica.number);
    const [first] = up.get(to) ?? [];
    if (from === service && way !== undefined && first !== undefined) urls[`${to}.url`] = first.up.urlAt(way);
  }
  return urls;
}

function entryOf(service: Up, address: Address): Entry {
  const { url, hosts, insecureSkipTLSVerify } = service.entryAt?.(address) ?? {
    url: service.urlAt(address),
    hosts: {},
    insecureSkipTLSVerify: false,
  };
  return { url: url.replace(/\/+$/, ''), hosts, insecureSkipTLSVerify, through: `${address.host}:${address.port}` };
}

export const httpUrl = ({ host, port }: Address): string => `http://${host}:${port}`;
