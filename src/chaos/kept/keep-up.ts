import { randomUUID } from 'node:crypto';
import { ProofloadError } from '../../diagnostic/error.ts';
import { startBackground, type Background } from '../../system/background.ts';
import { withPort } from '../../system/ports.ts';
import { loopback } from '../edge-proxy.ts';
import { bindEdge, checkPort } from '../edge-port.ts';
import { safeName } from '../proxy-name.ts';
import { toxiproxyClient, type ToxiproxyClient } from '../toxiproxy-client.ts';
import { identify } from '../toxiproxy-process.ts';
import { endKept, whileLocked } from './take-down.ts';
import { stateOf, type KeptEdge, type KeptEdges, type UpEdge } from './kept-edges.ts';
import { traceOf } from './lost-edges.ts';

/** An edge that should be open between runs. */
export interface EdgeToKeep {
  /** File and name of its target. */
  readonly target: string;
  readonly edge: string;
  /** `host:port` that it leads to; need not listen yet. */
  readonly upstream: string;
  /** Null: that of the last time, or one that is free. */
  readonly port: number | null;
}

export interface Opened {
  readonly kept: KeptEdge;
  /** False: it was up. */
  readonly isNew: boolean;
}

const callWithinMs = 500;

/**
 * Opens an edge with a Toxiproxy that goes on when we have ended; nothing starts it again when it ends. An edge that is up
 * stays as it is.
 *
 * @param binary path of `toxiproxy-server`
 * @throws {ProofloadError} `edge-in-use`, `edge-kept-otherwise`, `edge-port-taken`, `edge-port-ephemeral`, `toxiproxy-not-ready`, `spawn-failed`
 */
export function keepUp(wanted: EdgeToKeep, store: KeptEdges, binary: string): Promise<Opened> {
  return whileLocked(wanted, store, async () => {
    const { target, edge } = wanted;
    const before = await store.find(target, edge);
    if (before !== undefined && stateOf(before) === 'up') {
      refuseOther(before, wanted);
      return { kept: before, isNew: false };
    }
    if (before !== undefined) await endKept(before);
    const port = wanted.port ?? before?.port ?? null;
    if (port !== null) await checkPort(edge, port);
    const down: KeptEdge = { version: 1, target, edge, port, marker: null, up: null };
    const begun = { ...down, marker: randomUUID() };
    await store.save(begun);
    try {
      const kept = { ...begun, ...(await open(wanted, port, begun.marker, store, binary)) };
      await store.save(kept);
      return { kept, isNew: true };
    } catch (error) {
      await endKept(begun);
      await store.save(down);
      throw error;
    }
  });
}

/** @throws {ProofloadError} `edge-kept-otherwise` when it is up, but not as it is wanted */
export function refuseOther(kept: KeptEdge, { edge, port, upstream }: EdgeToKeep): void {
  if (kept.up?.upstream === upstream && (port === null || port === kept.port)) return;
  const [is, wanted] = [`${kept.port} to ${kept.up?.upstream ?? 'nowhere'}`, `${port ?? kept.port} to ${upstream}`];
  throw new ProofloadError('edge-kept-otherwise', `the edge ${edge} is kept open from port ${is}, not ${wanted}`, {
    hint: 'the target was changed since: close it with "proofload edges down", and open it again',
  });
}

async function open(
  wanted: EdgeToKeep,
  wantedPort: number | null,
  marker: string,
  store: KeptEdges,
  binary: string,
): Promise<{ readonly port: number; readonly up: UpEdge }> {
  const { edge, upstream } = wanted;
  const { process, client } = await start(wanted, marker, store, binary);
  const proxy = safeName('kept', edge);
  const bind = (port: number): Promise<unknown> =>
    client.createProxy({ name: proxy, listen: `${loopback}:${port}`, upstream, enabled: true }, callWithinMs);
  const port = await bindEdge(edge, wantedPort ?? undefined, bind);
  const { pid, startTime } = process;
  return { port, up: { pid, startTime, apiUrl: client.apiUrl, proxy, upstream, at: Date.now() } };
}

function start(
  wanted: EdgeToKeep,
  marker: string,
  store: KeptEdges,
  binary: string,
): Promise<{ readonly process: Background; readonly client: ToxiproxyClient }> {
  const { edge } = wanted;
  return withPort(async (port) => {
    const apiUrl = `http://${loopback}:${port}`;
    const process = await startBackground({
      command: binary,
      args: ['-host', loopback, '-port', String(port)],
      env: { LOG_LEVEL: 'error', ...traceOf({ edge, marker, apiUrl }, store) },
      logFile: store.logFileOf(wanted),
    }).catch((cause: unknown) => {
      throw new ProofloadError('spawn-failed', `the Toxiproxy of ${edge} could not be started: ${binary}`, {
        exit: 'environment',
        hint: 'proofload doctor',
        cause,
      });
    });
    try {
      const client = toxiproxyClient(apiUrl);
      await identify(process, client, port);
      return { process, client };
    } catch (error) {
      await endKept({ edge, marker, up: process });
      throw error;
    }
  });
}
