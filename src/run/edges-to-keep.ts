import type { EdgeToKeep } from '../chaos/kept/keep-up.ts';
import { takeOver, type TakeOver } from '../chaos/kept/take-over.ts';
import type { CheckedEdge, CheckedTarget } from '../inputs/check-target.ts';
import { externalAddress } from '../target/external.ts';
import type { ListenAt } from './add-edge.ts';
import { workedOn } from './unclean.ts';

export interface EdgesToKeep {
  readonly edges: readonly EdgeToKeep[];
  /** Those that only a run can open, with the reason. */
  readonly others: readonly { readonly edge: string; readonly why: string }[];
}

/** Which edges of a target can be open between runs: those at both ends of which something runs already. */
export function edgesToKeep(target: CheckedTarget): EdgesToKeep {
  const kept = target.edges.map((edge) => edgeToKeep(target, edge));
  return {
    edges: kept.flatMap((one) => ('target' in one ? [one] : [])),
    others: kept.flatMap((one) => ('why' in one ? [one] : [])),
  };
}

function edgeToKeep(
  target: CheckedTarget,
  { name, from, to, port, adopt }: CheckedEdge,
): EdgeToKeep | { readonly edge: string; readonly why: string } {
  const started = [from, to].find((end) => end !== 'k6' && target.services[end]?.kind !== 'external');
  const service = target.services[to];
  if (adopt !== null) return { edge: name, why: `it is the proxy "${adopt}" of a Toxiproxy that runs already` };
  if (started !== undefined || service?.kind !== 'external') {
    return { edge: name, why: `each run starts ${started ?? to} itself, and opens the edge with it` };
  }
  return { target: workedOn(target).target, edge: name, upstream: externalAddress(service), port };
}

/** Where the edges of a run on this target listen: those that are kept open where they are. */
export function listenAtOf(target: CheckedTarget, parts: TakeOver): ListenAt {
  const kept = new Map(edgesToKeep(target).edges.map((one) => [one.edge, one]));
  return async ({ edge, port }) => {
    const wanted = kept.get(edge);
    return wanted === undefined ? { listenPort: port ?? undefined } : await takeOver(wanted, parts);
  };
}
