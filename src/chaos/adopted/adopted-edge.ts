import { kindOf } from '../fault-kinds.ts';
import type { NetworkAction } from '../../model/faults/network.ts';
import type { Entered, UndoLog } from '../../undo/undo-log.ts';
import type { Breakable } from '../breakable.ts';
import { edgeFaults, type Change, type Faults } from '../edge-faults.ts';
import { goLive } from '../go-live.ts';
import { safeName } from '../proxy-name.ts';
import type { ProxyReply, ToxiproxyClient } from '../toxiproxy-client.ts';
import { differenceOf, toxicsOf, wantedFor } from '../wanted.ts';
import { describeToxics } from './adoption.ts';

/** An edge that is a proxy of somebody else's Toxiproxy. */
export interface AdoptedEdge extends Breakable<NetworkAction> {
  /** Where it listens, as this machine reaches it. */
  readonly host: string;
  readonly port: number;
  /** Tells what is not as it was adopted, once no fault is left on it. */
  lookBack(): Promise<void>;
}

export interface AdoptedEdgeSpec {
  readonly edge: string;
  readonly host: string;
  readonly port: number;
  /** Its connections are those of this machine, whose kernel counts them. */
  readonly isHere: boolean;
  /** As it was adopted. */
  readonly proxy: ProxyReply;
  readonly client: ToxiproxyClient;
  readonly undo: Pick<UndoLog, 'runId' | 'enter'>;
  /** Takes what makes the run's figures doubtful, in sentences. */
  readonly onProblem: (problem: string) => void;
}

const callWithinMs = 1_000;

/**
 * Puts faults on an adopted proxy: toxics that carry the run's id in their names, and no more than these. Others that appear
 * are somebody else's: they stay, and are told. The server is not ours to restart, so one that hangs keeps what is on it.
 */
export function adoptedEdge(spec: AdoptedEdgeSpec): AdoptedEdge {
  const { edge, host, port, isHere, proxy, client, undo, onProblem } = spec;
  const { name, listen, upstream } = proxy;
  const { apiUrl } = client;
  const ownName = (fault: string): string => safeName(undo.runId, fault);
  const own = (faults: Faults): Faults => new Map([...faults].map(([id, action]) => [ownName(id), action]));
  const told = new Set<string>();

  const enter = (fault: string, action: NetworkAction): Promise<Entered[]> => {
    const toxics = toxicsOf(ownName(fault), action).map(({ name: toxic }) =>
      undo.enter({ kind: 'toxic', apiUrl, proxy: name, toxic }),
    );
    const disabled =
      kindOf(action).connections === 'cut'
        ? [undo.enter({ kind: 'proxy-enabled', apiUrl, proxy: name, listen, upstream })]
        : [];
    return Promise.all([...toxics, ...disabled]);
  };

  /** Reads it back; gives how it differs from what it should be with these faults, undefined = not at all. */
  const look = async (faults: Faults, withinMs: number): Promise<string | undefined> => {
    const now = await client.readback(name, withinMs);
    const isOwn = (toxic: { readonly name: string }): boolean => toxic.name.startsWith(safeName(undo.runId, ''));
    const strangers = now.toxics.filter((toxic) => !isOwn(toxic) && !told.has(toxic.name));
    if (strangers.length > 0) {
      onProblem(`toxics came onto ${edge} that this run did not put there: ${describeToxics(strangers)}`);
      for (const toxic of strangers) told.add(toxic.name);
    }
    if (now.listen !== listen || now.upstream !== upstream) return `it leads from ${now.listen} to ${now.upstream}`;
    return differenceOf({ ...now, toxics: now.toxics.filter(isOwn) }, wantedFor(own(faults)));
  };

  const change = async ({ what, from, to, withinMs }: Change): Promise<void> => {
    try {
      const changed = await look(from, withinMs);
      if (changed !== undefined) onProblem(`somebody else changed ${edge} before ${what}: ${changed}`);
      await goLive(client, name, own(from), own(to), withinMs);
      const difference = await look(to, withinMs);
      if (difference !== undefined) throw new Error(`read back, the proxy is not as it should be: ${difference}`);
    } catch (error) {
      const why = `${messageOf(error)}; the Toxiproxy at ${apiUrl} is adopted, and not restarted`;
      throw new Error(`${what} failed: ${why}`, { cause: error });
    }
  };

  return {
    ...edgeFaults({ name: edge, way: isHere ? { port } : undefined, enter, change }),
    host,
    port,
    async lookBack() {
      const difference = await look(new Map(), callWithinMs).catch(messageOf);
      if (difference !== undefined) onProblem(`${edge} is not as it was adopted: ${difference}`);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
