import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { ProofloadError } from '../diagnostic/error.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { loopback, startEdgeProxy, type EdgeProxy } from './edge-proxy.ts';
import { bindEdge, checkPort } from './edge-port.ts';
import { edgeOf, type Edge } from './edge.ts';
import { safeName } from './proxy-name.ts';

export interface FaultProxyOptions {
  /** Path of `toxiproxy-server`. */
  readonly binary: string;
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  /** Takes what every Toxiproxy prints. */
  readonly logFile: string;
  /** Prefix of the names of proxies. */
  readonly runId: string;
  /** Ports to try, for APIs and for edges. @default those of `system`, outside the ephemeral range */
  readonly ports?: (() => Iterable<number>) | undefined;
}

export interface NewEdge {
  /** As the target calls it: `api->db`. */
  readonly name: string;
  /** `host:port` that it leads to; need not listen yet. */
  readonly upstream: string;
  /** The address of this machine on which it listens. @default loopback */
  readonly host?: string | undefined;
  /** Outside the machine's ephemeral range. @default one that is free */
  readonly listenPort?: number | undefined;
  /** Lets go of that port, just before the edge listens on it. */
  readonly freePort?: (() => Promise<void>) | undefined;
}

/** The edges of a run, each through a Toxiproxy of its own. */
export interface FaultProxy extends AsyncDisposable {
  /** By name, as the target calls them. */
  readonly edges: ReadonlyMap<string, Edge>;
  /**
   * Starts a Toxiproxy, in the undo log and known to be ours, and lets the edge listen.
   *
   * @throws {ProofloadError} `spawn-failed`, `toxiproxy-not-ready`, `no-free-port`, `edge-port-taken`, `edge-port-ephemeral`,
   *   `edge-not-made`.
   */
  addEdge(edge: NewEdge): Promise<Edge>;
  /** Calls `cb` with a sentence when a Toxiproxy ends without being asked to. Gives the function that ends it. */
  onCrash(cb: (what: string) => void): () => void;
  /** Ends every Toxiproxy, and with it every fault. May be called again. @throws {ProofloadError} `child-not-stopped`. */
  stop(): Promise<void>;
}

/**
 * Gives the place where a run's edges are made; nothing runs before the first of them.
 *
 * @throws {ProofloadError} `toxiproxy-missing`: better now than when half of the target is up.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { undo, runId, binary } = options;
  await access(binary, constants.X_OK).catch((cause: unknown) => {
    throw new ProofloadError('toxiproxy-missing', `there is no Toxiproxy that can be started at ${binary}`, {
      exit: 'environment',
      hint: 'proofload doctor',
      cause,
    });
  });
  const edges = new Map<string, Edge>();
  const names = new Set<string>();
  const starting = new Set<Promise<EdgeProxy>>();
  const listeners = new Set<(what: string) => void>();

  const start = async (edge: NewEdge, proxyName: string): Promise<EdgeProxy> => {
    const onCrash = (how: string): void => {
      const what = `the Toxiproxy of ${edge.name} ended by itself (${how}); the edge does not work until it is healed`;
      for (const listener of listeners) listener(what);
    };
    const started = startEdgeProxy({ ...options, proxyName, upstream: edge.upstream, host: edge.host, onCrash });
    starting.add(started);
    return await started;
  };
  const stop = async (): Promise<void> => {
    const started = await Promise.allSettled(starting);
    const stops = started.map(async (each) => {
      if (each.status === 'fulfilled') await each.value.stop();
    });
    await Promise.allSettled(stops); // all of them, also when one cannot be stopped
    await Promise.all(stops);
  };

  return {
    edges,
    async addEdge(edge) {
      const { name, upstream, host = loopback } = edge;
      if (names.has(name)) throw notMade(edge, new Error('there is an edge of that name already'));
      names.add(name);
      if (edge.listenPort !== undefined) await checkPort(name, edge.listenPort);
      const proxyName = safeName(runId, name);
      const proxy = await start(edge, proxyName);
      try {
        await edge.freePort?.();
        const build = (port: number): Promise<void> => proxy.build(port, new Map());
        const port = await bindEdge(name, edge.listenPort, build, options.ports?.());
        const made = edgeOf({ name, upstream, host, port, proxyName, proxy, undo });
        edges.set(name, made);
        return made;
      } catch (error) {
        await proxy.stop();
        throw error instanceof ProofloadError ? error : notMade(edge, error);
      }
    },
    onCrash(cb) {
      listeners.add(cb);
      return () => listeners.delete(cb);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function notMade({ name, upstream }: NewEdge, cause: unknown): ProofloadError {
  return new ProofloadError('edge-not-made', `the edge ${name} to ${upstream} could not be made`, {
    exit: 'environment',
    hint: 'see the log of Toxiproxy in the folder of the run',
    cause,
  });
}
