import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { ProofloadError } from '../diagnostic/error.ts';
import { PortTaken, withPort } from '../system/ports.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import { startEdgeProxy, type EdgeProxy } from './edge-proxy.ts';
import { edgeOf, type Edge } from './edge.ts';
import { ephemeralPorts } from './ephemeral-ports.ts';
import { safeName } from './proxy-name.ts';
import { ToxiproxyCallFailed } from './toxiproxy-client.ts';

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
  /** Outside the machine's ephemeral range. @default one that is free */
  readonly listenPort?: number | undefined;
}

/** The edges of a run, each through a Toxiproxy of its own on loopback. */
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
    const started = startEdgeProxy({ ...options, proxyName, upstream: edge.upstream, onCrash });
    starting.add(started);
    return await started;
  };
  const listen = async (proxy: EdgeProxy, edge: NewEdge): Promise<number> => {
    const listenOn = async (port: number): Promise<number> => {
      await proxy.build(port, new Map()).catch((error: unknown) => {
        throw isBindError(error) ? new PortTaken(`port ${port} is taken`, { cause: error }) : notMade(edge, error);
      });
      return port;
    };
    const { listenPort } = edge;
    if (listenPort === undefined) return withPort(listenOn, options.ports?.());
    return listenOn(listenPort).catch((error: unknown) => {
      throw error instanceof PortTaken ? portTaken(edge.name, listenPort, error) : error;
    });
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
      const { name, upstream } = edge;
      if (names.has(name)) throw notMade(edge, new Error('there is an edge of that name already'));
      names.add(name);
      if (edge.listenPort !== undefined) await checkPort(name, edge.listenPort);
      const proxyName = safeName(runId, name);
      const proxy = await start(edge, proxyName);
      try {
        const port = await listen(proxy, edge);
        const made = edgeOf({ name, upstream, port, proxyName, proxy, undo });
        edges.set(name, made);
        return made;
      } catch (error) {
        await proxy.stop();
        throw error;
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

function isBindError(error: unknown): boolean {
  return (
    error instanceof ToxiproxyCallFailed && error.status === 500 && /bind|address already in use/i.test(error.message)
  );
}

async function checkPort(name: string, port: number): Promise<void> {
  const { first, last } = await ephemeralPorts();
  if (port < first || port > last) return;
  throw new ProofloadError('edge-port-ephemeral', `the edge ${name} cannot listen on port ${port} safely`, {
    hint: `outgoing connections get ports from ${first} to ${last}, and could take it while the edge is down; choose one below`,
  });
}

function portTaken(name: string, port: number, cause: unknown): ProofloadError {
  return new ProofloadError('edge-port-taken', `port ${port}, on which the edge ${name} should listen, is taken`, {
    exit: 'environment',
    hint: `see who listens with: ss -ltnp 'sport = :${port}'; or choose another port for it in the target`,
    cause,
  });
}

function notMade({ name, upstream }: NewEdge, cause: unknown): ProofloadError {
  return new ProofloadError('edge-not-made', `the edge ${name} to ${upstream} could not be made`, {
    exit: 'environment',
    hint: 'see the log of Toxiproxy in the folder of the run',
    cause,
  });
}
