import type { NetworkAction } from '../model/faults/network.ts';
import type { Entered, UndoLog } from '../undo/undo-log.ts';
import type { Breakable } from './breakable.ts';
import { edgeFaults, type Change, type Faults } from './edge-faults.ts';
import type { EdgeProxy } from './edge-proxy.ts';
import { kindOf } from './fault-kinds.ts';
import { goLive } from './go-live.ts';
import { unlessHung } from './unless-hung.ts';
import { toxicsOf } from './wanted.ts';

/**
 * An edge of the target, on which faults can be put: live, so that connections stay as the fault leaves them. Healing is live within
 * 500 ms, or 300 ms when its Toxiproxy is seen to hang; else by another one, which is ready by then, with the other faults on it.
 * That is told.
 */
export interface Edge extends Breakable<NetworkAction> {
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
  /** `host:port` that it leads to. */
  readonly upstream: string;
  /** Its Toxiproxy; all three may change when that had to be restarted to heal. */
  readonly toxiproxy: { readonly pid: number; readonly apiUrl: string; readonly version: string };
}

export interface EdgeSpec {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly upstream: string;
  readonly proxyName: string;
  /** Its proxy listens there already. */
  readonly proxy: EdgeProxy;
  readonly undo: Pick<UndoLog, 'enter'>;
}

export function edgeOf({ name, host, port, upstream, proxyName, proxy, undo }: EdgeSpec): Edge {
  const enter = async (fault: string, action: NetworkAction): Promise<Entered[]> => {
    const { apiUrl } = proxy.client;
    if (kindOf(action).connections === 'reset') await proxy.prepareSpare();
    const enterOne = ({ name: toxic }: { readonly name: string }): Promise<Entered> =>
      undo.enter({ kind: 'toxic', apiUrl, proxy: proxyName, toxic });
    return Promise.all(toxicsOf(fault, action).map(enterOne));
  };

  /** Live, if that works in time. A process that hangs or is gone is replaced by one with all that should be on. */
  const change = async ({ what, from, to, withinMs }: Change, tell: (escalation: string) => void): Promise<void> => {
    const live = async (): Promise<void> => {
      // What was opened meanwhile would end with an RST for ever.
      if (resets(from, to)) await proxy.rebuild(port, to);
      else await goLive(proxy.client, proxyName, from, to, withinMs);
      await proxy.verify(to);
    };
    try {
      if (resets(to, from)) {
        await proxy.reset(port, to);
        await proxy.verify(to);
      } else await unlessHung(live(), () => proxy.client.version(withinMs));
    } catch (liveFailed) {
      const failed = `${what} failed: ${messageOf(liveFailed)}`;
      try {
        await proxy.restart();
        await proxy.build(port, to);
        await proxy.verify(to);
      } catch (restartFailed) {
        throw new AggregateError([liveFailed, restartFailed], `${failed}; then ${messageOf(restartFailed)}`);
      }
      tell(`the Toxiproxy of ${name} was restarted, which cut the connections of the edge: ${failed}`);
    }
    // Taking a fault off may wedge this Toxiproxy for good, and a machine that is busy takes its time to start another.
    if (to.size > 0) void proxy.prepareSpare().catch(() => undefined);
  };

  return {
    ...edgeFaults({ name, way: { port, onRefused: proxy.onRefused }, enter, change }),
    host,
    port,
    upstream,
    get toxiproxy() {
      return { pid: proxy.pid, apiUrl: proxy.client.apiUrl, version: proxy.version };
    },
  };
}

/** Whether a fault is in `these` and not in `those` that ends connections with an RST. */
function resets(these: Faults, those: Faults): boolean {
  return [...these].some(([id, action]) => kindOf(action).connections === 'reset' && !those.has(id));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
