import { ProofloadError } from '../../diagnostic/error.ts';
import { lockForRun } from '../../undo/run-lock.ts';
import type { UndoLog } from '../../undo/undo-log.ts';
import type { NewEdge } from '../fault-proxy.ts';
import { toxiproxyClient, type ProxyReply } from '../toxiproxy-client.ts';
import { refuseOther, type EdgeToKeep } from './keep-up.ts';
import { stateOf, type KeptEdge, type KeptEdges, type UpEdge } from './kept-edges.ts';

export interface TakeOver {
  readonly store: KeptEdges;
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  /** Takes what the user should know, in sentences. */
  readonly note: (sentence: string) => void;
}

const callWithinMs = 1_000;

/**
 * Where an edge of a run listens. One that is kept open is the run's until that is undone: its own Toxiproxy stops to listen,
 * and the one of the run listens in its place, so that what goes wrong there is over with the run. It listens again once the
 * run's has ended.
 *
 * @throws {ProofloadError} `locked` by another run, `edge-kept-otherwise`, `edge-kept-unclean`
 */
export async function takeOver(
  wanted: EdgeToKeep,
  { store, undo, note }: TakeOver,
): Promise<Pick<NewEdge, 'listenPort' | 'freePort'>> {
  const { target, edge, port } = wanted;
  const kept = await store.find(target, edge);
  const listenPort = port ?? kept?.port ?? undefined;
  if (kept?.marker == null) return { listenPort };
  await lockForRun(store.lockFileOf(kept), `the edge ${edge}`, undo);
  if (kept.up === null || stateOf(kept) !== 'up') {
    note(`the proxy that was kept open for ${edge} has ended: nothing listens on port ${kept.port} after the run`);
    return { listenPort };
  }
  refuseOther(kept, wanted);
  const { up } = kept;
  const client = toxiproxyClient(up.apiUrl);
  const proxy = await client.readback(up.proxy, callWithinMs).catch((error: unknown) => {
    throw unclean(kept, `its Toxiproxy does not tell of it: ${error instanceof Error ? error.message : String(error)}`);
  });
  refuseUnclean(kept, proxy);
  note(`${edge} is kept open on port ${kept.port}: taken over until the run has ended`);
  return { listenPort, freePort: () => stopListening(up, proxy, undo) };
}

async function stopListening({ apiUrl }: UpEdge, proxy: ProxyReply, undo: Pick<UndoLog, 'enter'>): Promise<void> {
  const { name, listen, upstream } = proxy;
  const entered = await undo.enter({ kind: 'proxy-enabled', apiUrl, proxy: name, listen, upstream });
  await toxiproxyClient(apiUrl).updateProxy(name, { enabled: false }, callWithinMs);
  await entered.made();
}

function refuseUnclean(kept: KeptEdge, { enabled, toxics }: ProxyReply): void {
  const [first] = toxics;
  if (first !== undefined) {
    const names = toxics.map(({ name, type }) => `${name} (${type})`).join(', ');
    throw unclean(kept, `toxics are on it that no run put there: ${names}`);
  }
  if (!enabled) throw unclean(kept, 'somebody has disabled it');
}

function unclean({ edge, up }: KeptEdge, why: string): ProofloadError {
  return new ProofloadError('edge-kept-unclean', `the edge ${edge}, which is kept open, cannot be taken over: ${why}`, {
    exit: 'environment',
    hint: `look at it with: curl ${up?.apiUrl ?? ''}/proxies; "proofload edges down" and "up" make it anew`,
  });
}
