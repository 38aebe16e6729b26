import type { AdoptedEdge } from '../chaos/adopted/adopted-edge.ts';
import type { FaultProxy, NewEdge } from '../chaos/fault-proxy.ts';
import type { Gateways } from '../gateway/gateways.ts';
import { isHttpAction } from '../model/faults/http.ts';
import type { Plan } from '../model/plan.ts';
import type { Address, NewEdge as RequestedEdge, TargetSpec } from '../target/start-target.ts';

/** Tells where an edge listens. */
export type ListenAt = (
  edge: Pick<RequestedEdge, 'edge' | 'port'>,
) => Promise<Pick<NewEdge, 'listenPort' | 'freePort'>>;

/**
 * Makes the edges of a run:
 *
 * ```
 *   client -> Toxiproxy -> service                                 faults on its connections
 *   client -> Toxiproxy -> gateway -> one of the service's replicas   and on its requests
 * ```
 *
 * The gateway is there only when something needs it, and then for the whole run: with a fault or without, all takes the same way.
 * An edge that is adopted is there already.
 */
export function edgeMaker(
  { faults, target }: Plan,
  proxy: Pick<FaultProxy, 'addEdge'>,
  gateways: Gateways,
  listenAt: ListenAt,
  adopted: ReadonlyMap<string, AdoptedEdge> = new Map(),
): TargetSpec['addEdge'] {
  const httpEdges = new Set(faults.filter(({ action }) => isHttpAction(action)).map(({ on }) => on));
  return async ({ name, edge, to, upstreams, service, host, port }) => {
    const [first] = upstreams;
    if (first === undefined) throw new Error(`${name} leads nowhere`);
    let behind: Address = first;
    if (upstreams.length > 1 || httpEdges.has(edge)) {
      const affinity = ('affinity' in service ? service.affinity : undefined) ?? null;
      const ready = ('ready' in service ? service.ready : undefined) ?? null;
      behind = await gateways.start({ edge: name, lead: { service: to, upstreams, affinity, ready } });
    }
    if (!target.edges.includes(edge)) return behind;
    const known = adopted.get(edge);
    if (known !== undefined) return known;
    const place = await listenAt({ edge, port });
    return await proxy.addEdge({ name, upstream: `${behind.host}:${behind.port}`, host: host ?? undefined, ...place });
  };
}
