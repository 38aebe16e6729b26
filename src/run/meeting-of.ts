import type { Breakable } from '../chaos/breakable.ts';
import type { Gateways } from '../gateway/gateways.ts';
import type { FaultAction } from '../model/fault-action.ts';
import type { Meeting, WhichMeet } from '../model/meeting.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { RunningTarget } from '../target/start-target.ts';

/** What of a run leads to services. */
export interface Leading {
  readonly proxy: { readonly edges: ReadonlyMap<string, Pick<Breakable, 'way'>> };
  readonly gateways: Pick<Gateways, 'trafficTo'>;
  readonly target: Pick<RunningTarget, 'services' | 'edges'>;
}

/**
 * How the load is counted that meets a fault of a service or a database: on the fault proxies of all edges that lead there; where only some
 * replicas are meant, by the balancers that hand requests to them. Undefined: the fault counts itself, or an edge
 * has no proxy of this machine.
 */
export function meetingOf(
  { on, action, replicas }: Pick<PlannedFault, 'on' | 'action' | 'replicas'>,
  { proxy, gateways, target }: Leading,
): Meeting | undefined {
  const which = whichMeet(action);
  if (which === null) return undefined;
  const all = target.services.filter(({ service }) => service === on);
  const meant = all.filter(({ replica }) => replicas === undefined || replicas.includes(replica ?? 0));
  if (meant.length < all.length) return { requests: () => requestsTo(meant, gateways) };
  const edges = target.edges.filter(({ edge }) => edge.endsWith(`->${on}`));
  const ways = edges.flatMap(({ name }) => proxy.edges.get(name)?.way ?? []);
  return ways.length < edges.length ? undefined : { ways, which };
}

/** Null: it counts itself. */
function whichMeet({ kind }: FaultAction): WhichMeet | null {
  switch (kind) {
    case 'terminate-connections':
    case 'lock-table':
      return null;
    case 'kill':
    case 'restart':
      return 'cut';
    case 'exhaust-connections':
      return 'new';
    default:
      return 'used';
  }
}

async function requestsTo(replicas: RunningTarget['services'], gateways: Leading['gateways']): Promise<number> {
  const traffic = await Promise.all(replicas.map(({ name }) => gateways.trafficTo(name)));
  return traffic.flat().reduce((total, { requests }) => total + requests, 0);
}
