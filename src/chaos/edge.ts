import type { NetworkAction } from '../model/faults/network.ts';
import type { Entered, UndoLog } from '../undo/undo-log.ts';
import type { Breakable } from './breakable.ts';
import type { EdgeProxy } from './edge-proxy.ts';
import { kindOf } from './fault-kinds.ts';
import { inTurn } from './in-turn.ts';
import { stagesOf } from './stages.ts';
import type { ToxiproxyClient } from './toxiproxy-client.ts';
import { unlessHung } from './unless-hung.ts';
import { slowsByMs } from './visible.ts';
import { toxicsOf, wantedFor } from './wanted.ts';

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

const applyWithinMs = 1_000;
const healWithinMs = 500;

type Faults = ReadonlyMap<string, NetworkAction>;

export function edgeOf({ name, host, port, upstream, proxyName, proxy, undo }: EdgeSpec): Edge {
  let faults: Faults = new Map<string, NetworkAction>();
  const entered = new Map<string, readonly Entered[]>();
  const turn = inTurn();

  const prepare = async (fault: string, action: NetworkAction): Promise<void> => {
    if (entered.has(fault)) return;
    const { apiUrl } = proxy.client;
    const names = toxicsOf(fault, action).map(({ name: toxic }) => toxic);
    if (kindOf(action).connections === 'reset') await proxy.prepareSpare();
    const enterOne = (toxic: string): Promise<Entered> =>
      undo.enter({ kind: 'toxic', apiUrl, proxy: proxyName, toxic });
    entered.set(fault, await Promise.all(names.map(enterOne)));
  };
  const undone = async (fault: string): Promise<void> => {
    const entries = entered.get(fault) ?? [];
    entered.delete(fault);
    await Promise.all(entries.map((entry) => entry.undone()));
  };

  /** Live, if that works in time. A process that hangs or is gone is replaced by one with all that should be on. */
  const change = async (
    what: string,
    to: Faults,
    withinMs: number,
    tell: (escalation: string) => void,
  ): Promise<void> => {
    const from = faults;
    faults = to;
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
  };

  return {
    name,
    host,
    port,
    upstream,
    get toxiproxy() {
      return { pid: proxy.pid, apiUrl: proxy.client.apiUrl, version: proxy.version };
    },
    problems: (action) => stagesOf(action).flatMap((stage) => kindOf(stage).problems(stage)),
    proofOf(action) {
      const slower = slowsByMs(action);
      return slower === null ? { kind: 'assumed' } : { kind: 'probes', edges: [name], slowsByMs: slower };
    },
    meets: (action) => ({ port, cuts: kindOf(action).connections !== 'stay' }),
    stages: stagesOf,
    prepare: (fault, action) => turn(() => prepare(fault, action)),
    apply: (fault, action, tell) =>
      turn(async () => {
        await prepare(fault, action);
        await change(`putting ${fault} on ${name}`, new Map([...faults, [fault, action]]), applyWithinMs, tell);
        // Taking it off may wedge this Toxiproxy for good, and a machine that is busy takes its time to start another.
        void proxy.prepareSpare().catch(() => undefined);
      }),
    heal: (fault, tell) =>
      turn(async () => {
        const others = new Map([...faults].filter(([id]) => id !== fault));
        if (faults.has(fault)) await change(`taking ${fault} off ${name}`, others, healWithinMs, tell);
        await undone(fault);
      }),
  };
}

/** Whether a fault is in `these` and not in `those` that ends connections with an RST. */
function resets(these: Faults, those: Faults): boolean {
  return [...these].some(([id, action]) => kindOf(action).connections === 'reset' && !those.has(id));
}

/** Changes a proxy from one set of faults to another without touching its connections more than the faults do. */
async function goLive(
  client: ToxiproxyClient,
  proxy: string,
  before: Faults,
  after: Faults,
  withinMs: number,
): Promise<void> {
  const [from, to] = [wantedFor(before), wantedFor(after)];
  const added = to.toxics.filter(({ name }) => !from.toxics.some((toxic) => toxic.name === name));
  const changed = to.toxics.filter((toxic) => {
    const now = from.toxics.find(({ name }) => name === toxic.name);
    return now !== undefined && JSON.stringify(now) !== JSON.stringify(toxic);
  });
  const removed = from.toxics.filter(({ name }) => !to.toxics.some((toxic) => toxic.name === name));
  // Side by side: the two ways of a connection are independent, and a fault begins and ends on both at once.
  await Promise.all([
    ...added.map((toxic) => client.addToxic(proxy, toxic, withinMs)),
    ...changed.map((toxic) => client.updateToxic(proxy, toxic, withinMs)),
    ...removed.map(({ name }) => client.deleteToxic(proxy, name, withinMs)),
  ]);
  if (from.enabled !== to.enabled) await client.updateProxy(proxy, { enabled: to.enabled }, withinMs);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
